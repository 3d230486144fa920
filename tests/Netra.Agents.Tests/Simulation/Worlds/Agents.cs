using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Execution;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The agents of a world: good ones, and one for each way to be bad.</summary>
internal static class Agents
{
    // More than a reader may lag behind before texts are merged for it. Twice that, of what is not merged, is more than a sink is sent at a stretch.
    private const int Burst = 40;

    internal static readonly string[] All = ["talker", "talker", "worker", "worker", "juggler", "boss", "boss", "deaf", "thrower", "hanger", "keeper", "quiet"];
    private static readonly string[] Helpers = ["talker", "worker", "deaf", "thrower", "hanger", "keeper"];

    internal static void AddTo(INetraAgentsBuilder builder, WorldSlot slot)
    {
        Add("talker", TalkAsync);
        Add("worker", WorkAsync);
        Add("juggler", JuggleAsync);
        Add("boss", LeadAsync);
        Add("deaf", IgnoreTokenAsync);
        Add("thrower", ThrowAsync);
        Add("hanger", HangAsync);
        Add("keeper", KeepAsync);
        Add("quiet", BeQuietAsync);

        void Add(string name, Func<Act, Task<AgentOutput?>> body) => builder.AddAgent(name, async (execution, token) =>
        {
            var world = slot.World;
            var act = world.Begin(execution, token);
            try
            {
                return (await body(act))!;
            }
            finally
            {
                world.CodeAtWork--;
            }
        });
    }

    private static async Task<AgentOutput?> TalkAsync(Act act)
    {
        // In tight worlds a burst is more than the log retains, a long piece alone more than half of it.
        var pieces = act.World.Random.Chance(10) ? act.World.Random.Pick([Burst, Burst, Burst * 2]) : 1 + act.World.Random.Next(4);
        for (var i = 0; i < pieces; i++)
        {
            if (pieces > Burst)
                act.Execution.Events.Thinking(act.Secret);
            else
                act.Say(act.World.Random.Chance(5) ? $"{act.Secret} a longer piece of the answer {i}. " : $"{act.Secret}.{i} ");
            if (pieces < Burst && act.World.Random.Chance(50))
                await act.PauseAsync();
        }

        if (act.World.Random.Chance(30))
            act.Execution.Events.Thinking(act.Secret);
        return AgentOutput.FromText(act.Secret);
    }

    private static async Task<AgentOutput?> WorkAsync(Act act)
    {
        var session = act.World.Random.Chance(30) ? act.Execution.Services.GetRequiredService<Session>() : null;
        for (var i = 1 + act.World.Random.Next(2); i > 0; i--)
        {
            var result = await act.CallAsync(act.World.Random.Pick(Tools.All), act.Token);
            if (act.World.Random.Chance(15))
                _ = result.EnsureSuccess();
            act.Say($"{act.Secret}:{(result.Succeeded ? "done" : result.Error!.Code)} ");
        }

        act.World.CheckSession(session, act.Run, act.Execution.Context);
        return AgentOutput.FromValue(ContextValue.Map(("answer", act.Secret)));
    }

    private static async Task<AgentOutput?> JuggleAsync(Act act)
    {
        // Sometimes the agent gives up a call of its own, not the execution.
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(act.World.Random.Chance(30) ? 700 : 100_000), act.World.Clock);
        var calls = new Task<ToolResult>[2 + act.World.Random.Next(2)];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = act.CallAsync(act.World.Random.Pick(Tools.All), giveUp.Token);
        var results = await Task.WhenAll(calls);
        act.Execution.Events.Progress(act.Secret, 1);
        return AgentOutput.FromText($"{act.Secret} {results.Count(result => result.Succeeded)}");
    }

    private static async Task<AgentOutput?> LeadAsync(Act act)
    {
        var random = act.World.Random;
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Chance(30) ? 500 : 100_000), act.World.Clock);
        var asked = new Task<AgentExecutionResult?>[1 + random.Next(3)];
        for (var i = 0; i < asked.Length; i++)
        {
            var timeouts = random.Chance(30) ? new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } : null;
            asked[i] = act.AskAsync(random.Chance(10) ? "boss" : random.Pick(Helpers), timeouts, random.Chance(50) ? giveUp.Token : act.Token);
        }

        act.Say(act.Secret);
        if (random.Chance(15))
        {
            // Returns without waiting for those that it called: they end with it.
            foreach (var one in asked)
                _ = one.ContinueWith(static one => _ = one.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
            return AgentOutput.FromText(act.Secret);
        }

        var results = await Task.WhenAll(asked);
        return AgentOutput.FromText($"{act.Secret} {results.Count(result => result is { Succeeded: true })}");
    }

    private static async Task<AgentOutput?> IgnoreTokenAsync(Act act)
    {
        for (var i = 0; i < 6; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200 + act.World.Random.Next(1_500)), act.World.Clock, CancellationToken.None);
            if (act.Execution.Claim.IsHeld)
            {
                act.Say($"{act.Secret} ");
                continue;
            }

            await act.HauntAsync();
            if (act.World.Random.Chance(70))
                break;
        }

        return AgentOutput.FromText(act.Secret);
    }

    private static async Task<AgentOutput?> ThrowAsync(Act act)
    {
        act.Say(act.Secret);
        if (act.World.Random.Chance(50))
            await act.PauseAsync();
        if (act.World.Random.Chance(20))
            act.Token.Register(static () => throw new InvalidOperationException("a callback of the agent's own"));
        switch (act.World.Random.Next(4))
        {
            case 0: throw new InvalidOperationException($"{Secrets.Anybodys}{act.Secret}");
            case 1: throw new OperationCanceledException();
            case 2: (await act.CallAsync("forbidden", act.Token)).EnsureSuccess(); break;
        }

        return null;
    }

    private static async Task<AgentOutput?> HangAsync(Act act)
    {
        var session = act.World.Random.Chance(30) ? act.Execution.Services.GetRequiredService<Session>() : null;
        act.Say(act.Secret);
        if (act.World.Random.Chance(50))
            await act.World.Gate;
        else
            await act.World.UntilCancelledAsync(act.Token);
        await act.HauntAsync();
        act.World.CheckSession(session, act.Run, act.Execution.Context);
        return AgentOutput.FromText(act.Secret);
    }

    private static async Task<AgentOutput?> KeepAsync(Act act)
    {
        for (var i = 0; i < 2; i++)
        {
            var scope = act.World.Random.Pick([StateScope.Run, StateScope.Thread, StateScope.User]);
            await act.ReadAsync(scope, "note");
            await act.WriteAsync(scope, "note", act.World.Random.Chance(30) ? 0 : null);
            if (act.World.Random.Chance(40))
                await act.PauseAsync();
        }

        return AgentOutput.FromText($"{act.Secret} {(await act.Execution.State.ListAsync(StateScope.User)).Items.Count}");
    }

    private static async Task<AgentOutput?> BeQuietAsync(Act act)
    {
        try
        {
            using (act.Execution.ExpectQuiet(WorldTemplate.IdleLimit * 2))
                await Task.Delay(WorldTemplate.IdleLimit * 1.5, act.World.Clock, act.Token);
        }
        catch (OperationCanceledException) when (act.World.Trace.IsPunctual && act.Execution is RunningExecution { Status: ExecutionStatus.Died })
        {
            act.World.Trace.Problems.Add($"run {act.Run.Index} had said that it would be quiet, and was taken for dead");
        }

        act.Say(act.Secret);
        return AgentOutput.FromText(act.Secret);
    }
}
