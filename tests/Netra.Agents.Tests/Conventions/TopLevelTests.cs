namespace Netra.Agents.Tests.Conventions;

public sealed class TopLevelTests
{
    private static readonly string[] Allowed =
    [
        ".ci", ".editorconfig", ".gitignore", "BannedSymbols.txt", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props",
        "LICENSE", "Netra.Agents.nuspec", "Netra.Agents.sln", "README.md", "global.json", "samples", "src", "tests",
    ];

    [Fact]
    public void TopLevel_OfTheRepository_HoldsExactlyWhatBelongsThere()
    {
        var entries = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)!);

        Faults.AreNone(FaultsOf(entries, Repository.Read(".gitignore")));
    }

    [Theory]
    [InlineData("notes.txt", "")]
    [InlineData("docs", "")]
    [InlineData("artifacts", "")]
    public void FaultsOf_EntryThatDoesNotBelong_IsTold(string entry, string ignored) => Assert.Single(FaultsOf([.. Allowed, entry], ignored));

    [Theory]
    [InlineData(".git", "")]
    [InlineData("artifacts", "bin/\nartifacts/\n")]
    public void FaultsOf_EntryThatGitIgnores_IsNotTold(string entry, string ignored) => Assert.Empty(FaultsOf([.. Allowed, entry], ignored));

    [Fact]
    public void FaultsOf_EntryThatIsMissing_IsTold() => Assert.Single(FaultsOf(Allowed.Except(["LICENSE"]), ""));

    private static IEnumerable<string> FaultsOf(IEnumerable<string> entries, string gitignore)
    {
        var found = entries.Except([".git", .. gitignore.Split('\n').Select(line => line.TrimEnd('/'))]).ToHashSet();
        return found.Except(Allowed).Select(name => $"{name} does not belong at the top level")
            .Concat(Allowed.Except(found).Select(name => $"{name} is missing at the top level"));
    }
}
