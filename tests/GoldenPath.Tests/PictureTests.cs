using System.Reflection;
using System.Text.RegularExpressions;
using Netra.Agents;

namespace GoldenPath.Tests;

/// <summary>The pictures in docs are those of the definition that runs. To renew them: <c>dotnet run --project samples/GoldenPath -- dot</c> and <c>-- mermaid</c>.</summary>
public sealed partial class PictureTests
{
    private static readonly string Docs = Path.Combine(
        typeof(PictureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "RepositoryRoot").Value!, "src", "docs");

    [Fact]
    public async Task Mermaid_OfThePage_IsThatOfTheDefinition()
    {
        var definition = await DefinitionAsync();

        var block = MermaidBlock().Match(Read("workflows.md")).Groups[1].Value;

        Assert.Equal(definition.ToMermaid(), block);
    }

    [Fact]
    public async Task Dot_OfTheDocs_IsThatOfTheDefinition() => Assert.Equal((await DefinitionAsync()).ToDot(), Read("golden-path.dot"));

    [Fact]
    public async Task Svg_OfTheDocs_ShowsEveryStepAndEveryWayOfTheDefinition()
    {
        var (dot, svg) = ((await DefinitionAsync()).ToDot(), Read("golden-path.svg").Replace("&#45;", "-", StringComparison.Ordinal));

        var ways = Way().Matches(dot).Select(match => $"<title>{match.Groups[1].Value}-&gt;{match.Groups[2].Value}</title>").ToList();
        var labels = Label().Matches(dot).SelectMany(match => match.Groups[1].Value.Split("\\n")).Select(label => $">{label}</text>").ToList();
        Assert.NotEmpty(ways);
        Assert.NotEmpty(labels);
        Assert.All(ways.Concat(labels), part => Assert.Contains(part, svg, StringComparison.Ordinal));
        Assert.Equal(ways.Count, svg.Split("<title>").Count(title => title.Split("</title>")[0].Contains("-&gt;", StringComparison.Ordinal)));
    }

    private static async Task<WorkflowDefinition> DefinitionAsync()
    {
        await using var host = new DeskHost();
        return host.Workflows.GetDefinition(CostWorkflow.Name);
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Docs, file)).ReplaceLineEndings("\n");

    [GeneratedRegex("```mermaid\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex MermaidBlock();

    [GeneratedRegex(@"(n\d+) -> (n\d+)")]
    private static partial Regex Way();

    [GeneratedRegex("label=\"([^\"]*)\"")]
    private static partial Regex Label();
}
