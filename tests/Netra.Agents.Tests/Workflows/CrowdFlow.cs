using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>One definition with every kind of step, and the agents and tools that it needs. None of them keeps anything.</summary>
internal static class CrowdFlow
{
    internal const string Name = "everything";

    internal static bool Fails(int owner) => owner % 5 == 0;

    /// <summary>What a run gives that doesn't fail.</summary>
    internal static string Output(int owner)
    {
        var own = CrowdCanary.Of(owner);
        return $$"""{"ask":"{{own}} said","note":{"text":"{{own}}"},"all":{"left":"{{own}}l","right":"{{own}}r said"},"first":"{{own}}w","some":2,"which":"{{own}} is {{owner % 3}}","again":["{{own}}",3],"each":["{{own}}a said","{{own}}b said","{{own}}c said","{{own}}d said"],"sub":"{{own}} inside","ok":"{{own}} yes","desk":"front back {{own}}","team":["{{own}}1 said","{{own}}2 said"],"flaky":"{{own}} at 2","refused":"unknown"}""";
    }

    internal static void AddTo(INetraAgentsBuilder builder)
    {
        builder
            .AddAgent("speaker", (execution, _) =>
            {
                execution.Events.Text(execution.Input.AsString());
                return AgentOutput.FromText($"{execution.Input.AsString()} said");
            })
            .AddAgent("hanger", static async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return AgentOutput.FromText("never");
            })
            .AddAgent("front", (execution, _) => AgentOutput.HandOff("back", $"front {execution.Input.AsString()}"))
            .AddAgent("back", (execution, _) => AgentOutput.FromText(execution.Input.AsString().Replace("front", "front back", StringComparison.Ordinal)))
            .AddAgent("prober", static async (execution, cancellationToken) =>
                AgentOutput.FromText((await execution.Tools.DispatchAsync($"no tool {execution.Input.AsString()}", default, cancellationToken)).Error!.Code))
            .AddAgent("lead", (execution, _) => (execution.Input["round"].AsInt64() == 0
                ? WorkflowPlan.Next(("speaker", execution.Input["goal"].AsString() + "1"), ("speaker", execution.Input["goal"].AsString() + "2"))
                : WorkflowPlan.Done(ContextValue.List(execution.Input["results"][0]["output"], execution.Input["results"][1]["output"]))).ToOutput())
            .AddTool("jot", "Gives back what it is given.", (string text) => new { text }, tool => tool.RequirePermission(TestHost.Permission));

        builder.AddWorkflow("inner", workflow => workflow.Function("inside", value => $"{value.AsString()} inside"));
        builder.AddWorkflow(Name, workflow => workflow
            .Function("keep", KeepAsync, step => step.Input(Own).Undo(undo => undo.Function("let go", LetGoAsync)))
            .Agent("ask", "speaker", step => step.Input(Own))
            .Tool("note", "jot", step => step.Input(from => from.Map(("text", Own(from)))).Undo(undo => undo.Function("strike", LetGoAsync)))
            .Parallel("all", all => all
                .Branch("left", left => left.Function("l", value => value.AsString() + "l", step => step.Input(Own)))
                .Branch("right", right => right.Agent("r", "speaker", step => step.Input(from => Own(from).Select(own => own.AsString() + "r")))))
            .Parallel("first", first => first.Join(WorkflowJoin.FirstSuccess)
                .Branch("slow", slow => slow.Agent("hang", "hanger"))
                .Branch("quick", quick => quick.Function("w", value => value.AsString() + "w", step => step.Input(Own))))
            .Parallel("some", some => some.Join(WorkflowJoin.Quorum(2))
                .Branch("a", one => one.Function("qa", value => value, step => step.Input(Own)))
                .Branch("b", one => one.Agent("qb", "hanger"))
                .Branch("c", one => one.Tool("qc", "jot", step => step.Input(from => from.Map(("text", Own(from)))))))
            .Switch("which", from => from.Input["i"].Select(i => i.AsInt64() % 3), on => on
                .Case(0, then => then.Function("is 0", value => $"{value.AsString()} is 0", step => step.Input(Own)))
                .Case(1, then => then.Function("is 1", value => $"{value.AsString()} is 1", step => step.Input(Own)))
                .Default(then => then.Function("is 2", value => $"{value.AsString()} is 2", step => step.Input(Own))))
            .Loop("again", 5, turn => turn.Function("count", value => ContextValue.List(value[0], value[1].AsInt64() + 1), step => step.Input(from => from.Map(("own", Own(from)), ("turn", from.Index))
                .Select(both => ContextValue.List(both["own"], both["turn"])))), from => from.Index.Is(2))
            .ForEach("each", from => from.Input["items"], item => item.Agent("say", "speaker", step => step.Input(from => from.Item)), maxConcurrency: 3)
            .Workflow("sub", "inner", step => step.Input(Own))
            .Wait("ok", Own)
            .HandOff("desk", "front", allowed => allowed.Allow("front", "back").Input(Own))
            .Supervisor("team", "lead", ["speaker"], configure: step => step.Input(Own))
            .Function("flaky", (step, _) => new ValueTask<ContextValue>(step.Attempt == 2 ? $"{step.Input.AsString()} at 2" : throw new InvalidOperationException(step.Input.AsString())),
                step => step.Input(Own).WithRetry(new StepRetry { MaxAttempts = 3, Delay = TimeSpan.Zero }))
            .Agent("refused", "prober", step => step.Input(Own))
            .Function("fate", value => Fails((int)value["i"].AsInt64()) ? throw new InvalidOperationException(value["own"].AsString()) : value, step => step.Input(from => from.Input))
            .Function("end", value => value, step => step.Input(from => from.Map(
                ("ask", from.Output("ask")), ("note", from.Output("note")), ("all", from.Output("all")), ("first", from.Output("first")),
                ("some", from.Output("some").Select(some => some.Count)), ("which", from.Output("which")), ("again", from.Output("again")), ("each", from.Output("each")),
                ("sub", from.Output("sub")), ("ok", from.Output("ok")), ("desk", from.Output("desk")), ("team", from.Output("team")), ("flaky", from.Output("flaky")),
                ("refused", from.Output("refused"))))));
    }

    private static WorkflowValue Own(WorkflowData from) => from.Input["own"].AsString();

    private static async ValueTask<ContextValue> KeepAsync(StepExecution step, CancellationToken cancellationToken)
    {
        foreach (var scope in new[] { StateScope.Run, StateScope.Thread, StateScope.User })
        {
            await step.Execution.State.SetAsync(scope, "note", step.Input, cancellationToken);
            await Task.Yield();
            if ((await step.Execution.State.GetAsync(scope, "note", cancellationToken))!.Value != step.Input)
            {
                throw new InvalidOperationException($"The {scope}'s note is another's.");
            }
        }

        return step.Input;
    }

    /// <summary>Writes down what was undone, and what the undo was given.</summary>
    private static async ValueTask<ContextValue> LetGoAsync(StepExecution step, CancellationToken cancellationToken)
    {
        await step.Execution.State.AppendAsync(StateScope.User, "undone", ContextValue.List(step.Step, step.Input), cancellationToken: cancellationToken);
        return step.Input;
    }
}
