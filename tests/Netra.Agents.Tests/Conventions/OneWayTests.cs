using System.Text.RegularExpressions;

namespace Netra.Agents.Tests.Conventions;

/// <summary>In all of the satellites one line calls a function of Microsoft.Extensions.AI, and it stands in the tool that the dispatcher calls.</summary>
public sealed partial class OneWayTests
{
    [Theory]
    [InlineData("Netra.Agents.Extensions.AI", "FunctionTool.cs")]
    [InlineData("Netra.Agents.AgentFramework")]
    [InlineData("Netra.Agents.ModelContextProtocol")]
    public void Sources_CallsOfFunctions_AreInTheToolAlone(string project, params string[] files)
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToArray();

        Assert.True(sources.Length > 10);
        Assert.Equal(files, sources.Where(file => Invocation().IsMatch(File.ReadAllText(file))).Select(Path.GetFileName));
    }

    [Fact]
    public void Invocation_OfAFunction_IsSeen() => Assert.Matches(Invocation(), "await function.InvokeAsync(arguments, token)");

    [GeneratedRegex(@"\.InvokeAsync\(")]
    private static partial Regex Invocation();
}
