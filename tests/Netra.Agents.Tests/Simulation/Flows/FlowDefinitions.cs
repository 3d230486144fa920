using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>The workflows of a world: together they have every kind of step.</summary>
internal static class FlowDefinitions
{
    internal static readonly string[] All = ["order", "order", "order", "race", "race", "team"];

    internal static void AddTo(INetraAgentsBuilder builder, FlowTemplate template)
    {
        var act = Act(template);
        builder.AddWorkflow("order", workflow => workflow
            .Function("take", act, step => step.Undo(undo => undo.Function("untake", act)))
            .Parallel("both", both => both
                .Branch("pay", pay => pay.Tool("pay", "charge", step => step.Input(from => At(from, "pay")).Undo(undo => undo.Tool("refund", "jot", back => back.Input(from => At(from, "pay~undo/refund"))))))
                .Branch("ask", ask => ask.Wait("ok", from => At(from, "ok"), wait => wait.WithTimeout(TimeSpan.FromSeconds(4)).Undo(undo => undo.Function("sorry", act)))))
            .Agent("pack", "worker", step => step.Input(from => At(from, "pack")).WithRetry(Twice))
            .Switch("route", from => from.Output("ok")["say"], on => on
                .Case("yes", then => then.Function("ship", act))
                .Case("no", then => then.Function("refuse", Act(template, refuses: true))))
            .Function("close", act, step => step.Input(Given).AlwaysRun()));

        builder.AddWorkflow("race", workflow => workflow
            .Parallel("first", race => race.Join(WorkflowJoin.FirstSuccess)
                .Branch("person", one => one.Wait("word", from => At(from, "word")))
                .Branch("clock", one => one.Function("slow", act).Wait("late", configure: wait => wait.WithTimeout(TimeSpan.FromSeconds(2))))
                .Branch("helper", one => one.Agent("hang", "hanger", step => step.Input(from => At(from, "hang")).WithTimeout(TimeSpan.FromSeconds(2)))))
            .ForEach("each", from => from.Literal(ContextValue.List(0, 1)), item => item
                .Function("mark", act, step => step.Input(Given))
                .Wait("nod", from => At(from, "nod"), wait => wait.When(from => from.Index.Is(1))), maxConcurrency: 2)
            .Parallel("vote", vote => vote.Join(WorkflowJoin.Quorum(2))
                .Branch("a", one => one.Function("by function", act, step => step.Input(Given)))
                .Branch("b", one => one.Tool("by tool", "jot", step => step.Input(from => At(from, "by tool"))))
                .Branch("c", one => one.Wait("by hand", from => At(from, "by hand"))))
            .Function("end", act, step => step.Input(Given)));

        builder.AddWorkflow("team", workflow => workflow
            .Loop("again", 3, turn => turn
                .Function("turn", act, step => step.Input(Given))
                .Tool("note", "jot", step => step.Input(from => from.Map(("s", from.Input["s"]), ("at", from.Index.Select(index => $"again[{index.AsInt64()}]/note"))))), from => from.Index.Is(1))
            .HandOff("desk", "front", allowed => allowed.Allow("front", "back").Input(from => At(from, "desk[0]")))
            .Supervisor("team", "lead", ["worker"], configure: step => step.Input(from => At(from, "team")))
            .Workflow("sub", "inner", step => step.Input(Given))
            .Function("flaky", Act(template, tries: 2), step => step.Input(Given).WithRetry(Twice).ContinueOnFailure())
            .Function("end", act, step => step.Input(Given)));

        builder.AddWorkflow("inner", workflow => workflow
            .Function("in", act, step => step.Undo(undo => undo.Function("out again", act)))
            .Wait("inside", from => At(from, "sub/inside"), wait => wait.WithTimeout(TimeSpan.FromSeconds(3)))
            .Function("out", act));
    }

    private static StepRetry Twice { get; } = new() { MaxAttempts = 2, Delay = TimeSpan.FromMilliseconds(100) };

    private static Func<StepExecution, CancellationToken, ValueTask<ContextValue>> Act(FlowTemplate template, int tries = 1, bool refuses = false) =>
        (step, token) => FlowBodies.FunctionAsync(template, step, token, tries, refuses);

    private static WorkflowValue Given(WorkflowData from) => from.Map(("s", from.Input["s"]));

    private static WorkflowValue At(WorkflowData from, string place) => from.Map(("s", from.Input["s"]), ("at", from.Literal(place)));
}
