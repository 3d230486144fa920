using SupportDesk.Data;

namespace SupportDesk.Tests;

/// <summary>A folder of fresh shops that goes with the test.</summary>
public sealed class ShopFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("support-desk-tests-");
    private readonly ShopDatabase _pristine;
    private int _copies;

    public ShopFolder(ShopData data)
    {
        Template = ShopTemplate.Create(data);
        _pristine = Copy();
    }

    public ShopTemplate Template { get; }

    /// <summary>The file of a copy that nobody changes, to compare with.</summary>
    public string Pristine => _pristine.FilePath;

    public static ShopFolder OfSample() => new(ShopData.LoadSample());

    public ShopDatabase Copy() => Template.Copy(Path.Combine(_folder.FullName, $"shop-{Interlocked.Increment(ref _copies)}.db"));

    public void Dispose()
    {
        _pristine.Dispose();
        _folder.Delete(recursive: true);
    }
}
