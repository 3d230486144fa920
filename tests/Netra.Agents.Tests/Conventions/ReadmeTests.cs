using System.Text.RegularExpressions;
using Xunit;

namespace Netra.Agents.Tests.Conventions;

/// <summary>What the README shows is compiled somewhere, and its commands are the ones that CI runs.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    [Theory]
    [InlineData("README.md", 5)]
    [InlineData("src/docs/workflows.md", 2)]
    [InlineData("src/docs/scheduling.md", 2)]
    [InlineData("src/docs/agent-framework.md", 2)]
    [InlineData("src/docs/chat-agents.md", 6)]
    [InlineData("src/docs/mcp.md", 3)]
    [InlineData("src/docs/web.md", 1)]
    [InlineData("src/docs/inspector.md", 1)]
    public void CodeBlocks_OfPage_StandInSamples(string page, int least)
    {
        var samples = Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs", SearchOption.AllDirectories).Select(file => Squeezed(File.ReadAllText(file))).ToArray();
        var blocks = CodeBlock().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value).ToArray();

        Assert.True(blocks.Length >= least, $"{page} lost its code.");
        Assert.All(blocks, block => Assert.True(Array.Exists(samples, sample => Contains(sample, block)), $"No sample has this code:\n{block}"));
    }

    [Fact]
    public void Contains_CodeThatNoSampleHas_ReturnsFalse() =>
        Assert.False(Contains(Squeezed("var a = 1;\nvar b = 2;"), "var a = 2;"));

    [Fact]
    public void FirstAnswer_OfReadme_HasAtMostTenLinesOfCode()
    {
        var first = CodeBlock().Match(Readme).Groups[1].Value;

        Assert.InRange(first.Split('\n').Count(line => line.Trim().Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal)), 1, 10);
    }

    [Fact]
    public void TestCommand_OfReadme_IsTheOneThatCiRuns()
    {
        Assert.Contains("\ndotnet test\n", Readme, StringComparison.Ordinal);
        Assert.Contains("dotnet test", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")), StringComparison.Ordinal);
    }

    private static bool Contains(string squeezedSample, string block) => squeezedSample.Contains(Squeezed(block), StringComparison.Ordinal);

    /// <summary>Without indentation, empty lines and the marks that say what the README shows.</summary>
    private static string Squeezed(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith("// readme:", StringComparison.Ordinal)));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
