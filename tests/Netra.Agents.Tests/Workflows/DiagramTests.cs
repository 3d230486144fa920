using Netra.Agents.Tests.Conventions;

namespace Netra.Agents.Tests.Workflows;

/// <summary>What diagrams say of a definition, held in files beside this one.</summary>
/// <remarks>The files were seen to be accepted by Mermaid and by Graphviz when they were last changed.</remarks>
public sealed class DiagramTests
{
    [Theory]
    [InlineData("every-kind.mmd")]
    [InlineData("every-kind.dot")]
    public void Diagram_OfEveryKindOfStep_IsAsInTheFile(string file)
    {
        var definition = WorkflowDefinition.Create("every kind", EveryKind);

        Assert.Equal(
            Repository.Read("tests", "Netra.Agents.Tests", "Workflows", "Diagrams", file).ReplaceLineEndings("\n"),
            file.EndsWith(".dot", StringComparison.Ordinal) ? definition.ToDot() : definition.ToMermaid());
    }

    [Fact]
    public void EveryKind_OfTheseTests_HasEveryKindOfStep()
    {
        var mermaid = WorkflowDefinition.Create("every kind", EveryKind).ToMermaid();

        Assert.All(
            Enum.GetValues<StepKind>().Select(kind => kind switch { StepKind.ForEach => "for each", StepKind.HandOff => "hand-off", _ => kind.ToString().ToLowerInvariant() }),
            kind => Assert.Contains($"<br/>{kind}", mermaid, StringComparison.Ordinal));
    }

    [Fact]
    public void Diagram_OfNamesWithMarkup_KeepsThemAsText()
    {
        var definition = WorkflowDefinition.Create("\"]; x", workflow => workflow
            .Agent("a \"b\" <c>", "agent")
            .Agent("back\\slash", "agent")
            .Switch("way #1;", from => from.Input, on => on.Case("a|b", then => then.Agent("{d}", "agent"))));

        var mermaid = definition.ToMermaid();
        Assert.Contains("n0([\"#34;#93;#59; x\"])", mermaid, StringComparison.Ordinal);
        Assert.Contains("n1[\"a #34;b#34; #60;c#62;<br/>agent agent\"]", mermaid, StringComparison.Ordinal);
        Assert.Contains("-->|\"a#124;b\"|", mermaid, StringComparison.Ordinal);
        var dot = definition.ToDot();
        Assert.StartsWith("digraph \"\\\"]; x\" {\n", dot, StringComparison.Ordinal);
        Assert.Contains("[label=\"a \\\"b\\\" <c>\\nagent agent\"]", dot, StringComparison.Ordinal);
        Assert.Contains("[label=\"back\\\\slash\\nagent agent\"]", dot, StringComparison.Ordinal);
    }

    private static void EveryKind(WorkflowBuilder workflow) => workflow
        .Agent("plan", "planner", step => step.GoToOnFailure("tidy"))
        .Tool("look_up", step => step.When(from => from.Output("plan")["needs_data"].AsBoolean()))
        .Function("count", value => value.Count, step => step.Undo(undo => undo.Function("uncount", value => value)))
        .Parallel("both", both => both.Join(WorkflowJoin.FirstSuccess)
            .Branch("left", left => left.Agent("left one", "worker"))
            .Branch("right", right => right.Agent("right one", "worker").Agent("right two", "worker")))
        .Switch("way", from => from.Output("plan")["way"], on => on
            .Case("short", then => then.Agent("answer"))
            .Case("long", then => then.Agent("think", "thinker").Agent("answer")))
        .Switch(from => from.Input["mood"], on => on.Default(then => then.Agent("cheer")))
        .Loop("refine", 5, turn => turn.Agent("critic"), from => from.Output("critic").Is("good"))
        .ForEach("each", from => from.Input["items"].AsList(), item => item.Agent("item", "worker"), maxConcurrency: 4)
        .Workflow("sub", "other")
        .Wait("ask", from => from.Literal("Sure?"), step => step.WithTimeout(TimeSpan.FromDays(1)))
        .HandOff("desk", "first", allow => allow.Allow("first", "second", "third").Allow("second", "third"))
        .Supervisor("team", "lead", ["researcher", "writer"])
        .Agent("tidy", step => step.AlwaysRun());
}
