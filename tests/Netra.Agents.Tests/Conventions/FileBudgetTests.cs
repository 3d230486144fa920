namespace Netra.Agents.Tests.Conventions;

public sealed class FileBudgetTests
{
    private const int Budget = 250;
    private const int HardStop = 400;

    /// <summary>Files that may pass the budget (never the hard stop), each with the reason.</summary>
    private static readonly Dictionary<string, string> Excused = [];

    [Fact]
    public void EveryFile_OfTheCore_KeepsItsBudget() => Faults.AreNone(Repository.Core.SelectMany(file => FaultsOf(file, Excused)));

    [Fact]
    public void EveryExcuse_IsStillNeeded() =>
        Faults.AreNone(Excused.Keys.Where(path => !Repository.Core.Any(file => file.Path == path && file.Lines > Budget)));

    [Theory]
    [InlineData(250, false, false)]
    [InlineData(251, false, true)]
    [InlineData(251, true, false)]
    [InlineData(400, true, false)]
    [InlineData(401, true, true)]
    public void FaultsOf_ByLinesAndExcuse_AreToldPastTheLimit(int lines, bool excused, bool told)
    {
        var file = new SourceFile("X/A.cs", string.Concat(Enumerable.Repeat("//\n", lines)));
        Dictionary<string, string> excuses = excused ? new() { ["X/A.cs"] = "A reason." } : [];

        Assert.Equal(told, FaultsOf(file, excuses).Any());
    }

    private static IEnumerable<string> FaultsOf(SourceFile file, Dictionary<string, string> excused)
    {
        var limit = excused.ContainsKey(file.Path) ? HardStop : Budget;
        return file.Lines > limit ? [$"{file.Path} has {file.Lines} lines of at most {limit}: split it"] : [];
    }
}
