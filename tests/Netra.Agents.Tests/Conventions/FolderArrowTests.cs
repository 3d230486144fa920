namespace Netra.Agents.Tests.Conventions;

public sealed class FolderArrowTests
{
    [Fact]
    public void EveryFile_OfTheCore_KnowsOnlyFoldersBelowItsOwn() => Faults.AreNone(FolderReferences.Forbidden(Repository.Core));

    [Theory]
    [InlineData("Execution", "Tools", true)]
    [InlineData("Tools", "Execution", false)]
    [InlineData("DependencyInjection", "Contexts", true)]
    [InlineData("Events", "State", false)]
    [InlineData("Contexts", "Fencing", false)]
    [InlineData("Contexts", "Diagnostics", true)]
    [InlineData("Diagnostics", "Fencing", true)]
    [InlineData("Diagnostics", "Events", false)]
    public void Allows_FromTo_FollowsTheDesign(string from, string to, bool allowed) => Assert.Equal(allowed, FolderArrows.Allows(from, to));

    [Theory]
    [InlineData("Upper upper;")]
    [InlineData("List<Upper> all;")]
    [InlineData("var all = new Upper[3];")]
    [InlineData("_ = $\"{Upper.Name}\";")]
    [InlineData("Netra.Agents.Upper upper;")]
    [InlineData("Netra.Agents.Execution.Upper upper;")]
    [InlineData("using Netra.Agents.Execution;")]
    public void Forbidden_NameFromAbove_IsTold(string code) => Assert.Single(Forbidden(code).Select(fault => fault[..30]).Distinct());

    [Theory]
    [InlineData("Lower lower;")]
    [InlineData("// Upper")]
    [InlineData("var text = \"Upper\";")]
    [InlineData("this.Upper = 1;")]
    [InlineData("void Upper() { }")]
    [InlineData("using Netra.Agents.Contexts;")]
    public void Forbidden_AnythingElse_IsNotTold(string code) => Assert.Empty(Forbidden(code));

    private static IEnumerable<string> Forbidden(string code) => FolderReferences.Forbidden(
    [
        new SourceFile("Contexts/Lower.cs", "class Lower { }"),
        new SourceFile("Tools/Middle.cs", code),
        new SourceFile("Execution/Upper.cs", "class Upper { }"),
    ]);
}
