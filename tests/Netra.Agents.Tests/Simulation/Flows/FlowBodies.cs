using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Execution;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>What the steps do: their work at once, later, not at all or too long, for whom they are.</summary>
internal static class FlowBodies
{
    private static readonly ContextValue Loose = ContextValue.FromJson("""{"type":"object","additionalProperties":true}""");

    internal static void AddTo(INetraAgentsBuilder builder, FlowTemplate template)
    {
        AddAgent("worker", static async (act, input, token) =>
        {
            await WorkAsync(act, input, token, mayThrow: true);
            return AgentOutput.FromValue(Given(act));
        });
        AddAgent("hanger", static async (act, _, token) =>
        {
            await (act.World.Random.Chance(50) ? act.World.Gate : act.World.Gate.WaitAsync(token));
            await HauntAsync(act);
            return AgentOutput.FromValue(Given(act));
        });
        AddAgent("front", static async (act, input, token) =>
        {
            await WorkAsync(act, input, token);
            return AgentOutput.HandOff("back", ContextValue.Map(("s", act.Run.Secret), ("at", "desk[1]")));
        });
        AddAgent("lead", static async (act, input, token) =>
        {
            await WorkAsync(act, input, token);
            return (input["round"].AsInt64() == 0
                ? WorkflowPlan.Next(("worker", ContextValue.Map(("s", act.Run.Secret), ("at", "team[0.0]"))), ("worker", ContextValue.Map(("s", act.Run.Secret), ("at", "team[0.1]"))))
                : WorkflowPlan.Done(Given(act))).ToOutput();
        });
        AddAgent("back", static async (act, input, token) =>
        {
            await WorkAsync(act, input, token);
            return AgentOutput.FromValue(Given(act));
        });
        AddTool("charge", ToolEffect.AtMostOnce);
        AddTool("jot", ToolEffect.Idempotent);

        void AddAgent(string name, Func<FlowAct, ContextValue, CancellationToken, Task<AgentOutput>> body) => builder.AddAgent(name, async (execution, token) =>
        {
            var at = execution.Input.TryGetValue("round", out var round) ? $"team[{round.AsInt64()}]" : execution.Input["at"].AsString();
            return await body(new FlowAct(template.World, template.World.Begin(execution.Claim, at, execution.Input, tries: 2), execution), execution.Input, token);
        });

        void AddTool(string name, ToolEffect effect) => builder.AddTool(
            new ToolDefinition(name, name, Loose) { RequiredPermission = "use", Effect = effect },
            async (call, token) =>
            {
                var world = template.World;
                var root = ((AgentExecutionCore)world.Here.Host.Core).Find(call.UserContext.Owner, call.UserContext.RunId)!.Root!;
                var run = world.Begin(root.Claim, call.Arguments["at"].AsString(), call.Arguments, tries: 1, effect == ToolEffect.AtMostOnce);
                if (world.Random.Chance(30))
                    await world.PauseAsync(root.TimeProvider, token);
                return world.Random.Chance(3) ? throw new ToolException("sold_out", run.Secret) : ContextValue.Map(("s", run.Secret));
            });
    }

    /// <summary>A function's step.</summary>
    internal static async ValueTask<ContextValue> FunctionAsync(FlowTemplate template, StepExecution step, CancellationToken token, int tries = 1, bool refuses = false)
    {
        var world = template.World;
        var act = new FlowAct(world, world.Begin(step.Execution.Claim, step.Step, step.Input, tries), step.Execution);
        await WorkAsync(act, step.Input, token, mayThrow: tries > 1 || world.Random.Chance(20));
        return refuses ? throw new InvalidOperationException($"{Secrets.Anybodys}{act.Run.Secret}") : Given(act);
    }

    private static async Task WorkAsync(FlowAct act, ContextValue input, CancellationToken token, bool mayThrow = false)
    {
        var (world, execution) = (act.World, act.Execution);
        if (world.Random.Chance(8))
            await KeepAsync(act);
        switch (world.Random.Next(20))
        {
            case 0:
                // Hears nothing, and goes on when it may not any more.
                await Task.Delay(TimeSpan.FromMilliseconds(300 + world.Random.Next(3_000)), execution.TimeProvider, CancellationToken.None);
                await HauntAsync(act);
                break;
            case 1:
                await Task.Delay(TimeSpan.FromMilliseconds(300 + world.Random.Next(3_000)), execution.TimeProvider, token);
                break;
            case < 8:
                await world.PauseAsync(execution.TimeProvider, token);
                break;
            case 8 when mayThrow:
                throw new InvalidOperationException($"{Secrets.Anybodys}{act.Run.Secret}");
        }

        if (input.TryGetValue("s", out var secret) && secret.AsString() != act.Run.Secret)
            world.Problems.Add($"run {act.Run.Index}: a step was given {secret.AsString()}");
    }

    private static async Task KeepAsync(FlowAct act)
    {
        var scope = act.World.Random.Pick([StateScope.Run, StateScope.Thread, StateScope.User]);
        if (await act.Execution.State.GetAsync(scope, "note") is { } entry && Secrets.Foreign(entry.Value, act.Run.Owner) >= 0)
            act.World.Problems.Add($"run {act.Run.Index} read the secret of another from the state");
        try
        {
            await act.Execution.State.SetAsync(scope, "note", act.Run.Secret);
        }
        catch (IOException)
        {
            // The store is away; the step goes on without.
        }
    }

    /// <summary>What is left of a step whose execution may have ended tries what it could before.</summary>
    private static async Task HauntAsync(FlowAct act)
    {
        var isHeld = act.Execution.Claim.IsHeld;
        try
        {
            switch (act.World.Random.Next(4))
            {
                case 0: act.Execution.Events.Text(act.Run.Secret); break;
                case 1: await act.Execution.State.SetAsync(StateScope.User, "note", act.Run.Secret); break;
                case 2: await act.Execution.CallAgentAsync("back", new AgentRequest(ContextValue.Map(("s", act.Run.Secret), ("at", $"haunted {act.World.Ghosts++}")))); break;
                default: act.Execution.ReportProgress(); break;
            }
        }
        catch (Exception e) when (e is ExecutionFencedException or IOException)
        {
            return;
        }
        finally
        {
            act.World.Tried++;
        }

        if (!isHeld)
            act.World.Problems.Add($"run {act.Run.Index}: what was left of a step had an effect");
    }

    private static ContextValue Given(FlowAct act) => ContextValue.Map(("s", act.Run.Secret));
}
