namespace Netra.Agents.Tests.Conventions;

public sealed class BannedSymbolsTests
{
    private static readonly string[] Lines = Repository.Read("BannedSymbols.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void EveryLine_OfTheList_NamesASymbolThatExists() =>
        Faults.AreNone(Lines.Where(line => !BannedSymbols.Exists(line.Split(';')[0])));

    [Fact]
    public void EveryLine_OfTheList_SaysWhatToDo() => Faults.AreNone(Lines.Where(line => line.Split(';') is not [_, { Length: > 0 }]));

    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("T:System.Random")]
    [InlineData("P:System.Threading.Tasks.Task`1.Result")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan)")]
    [InlineData("T:System.Threading.AsyncLocal`1")]
    public void List_Always_HoldsTheWorst(string id) => Assert.Contains(Lines, line => line.Split(';')[0] == id);

    [Theory]
    [InlineData("T:System.Rondom", false)]
    [InlineData("P:System.DateTime.UtcNaw", false)]
    [InlineData("M:System.Threading.Tasks.Task.Delay", false)]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.Int32)", true)]
    [InlineData("M:System.Diagnostics.Stopwatch.#ctor", true)]
    [InlineData("F:System.Guid.Empty", false)]
    public void Exists_Id_FindsExactlyWhatThereIs(string id, bool exists) => Assert.Equal(exists, BannedSymbols.Exists(id));

    [Fact]
    public void Core_Always_GivesTheListToTheAnalyzer()
    {
        var props = Repository.Read("src", "Directory.Build.props");

        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", props, StringComparison.Ordinal);
        Assert.Contains("<AdditionalFiles Include=\"$(MSBuildThisFileDirectory)../BannedSymbols.txt\" />", props, StringComparison.Ordinal);
    }
}
