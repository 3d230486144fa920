using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>One execution of a simulated agent, with an eye on each of its effects: done while the claim is held, refused afterwards.</summary>
internal sealed class Act(World world, RunRecord run, AgentExecution execution, CancellationToken token)
{
    internal World World => world;

    internal AgentExecution Execution => execution;

    internal CancellationToken Token => token;

    internal RunRecord Run => run;

    internal string Secret { get; } = Secrets.Of(run.Owner, run.Index);

    internal Task PauseAsync() => world.PauseAsync(token);

    internal void Say(string text)
    {
        Do("text", () => execution.Events.Text(text));
        run.Add(execution.ExecutionId, text);
    }

    /// <summary>Calls a tool, and looks at what comes back.</summary>
    internal async Task<ToolResult> CallAsync(string tool, CancellationToken cancellationToken)
    {
        var number = ++world.LastCall;
        var arguments = world.Random.Chance(4)
            ? ContextValue.Map(("secret", Secret))
            : ContextValue.Map(("secret", Secret), ("n", number));
        var result = default(ToolResult);
        await DoAsync($"call {tool}", async () => result = await execution.Tools.DispatchAsync(tool, arguments, cancellationToken));
        if (world.Approved.Contains(number) && result.Error is { Code: AgentErrorCodes.ApprovalExpired or AgentErrorCodes.ApprovalRefused })
            world.Trace.Problems.Add($"call {number} was approved, its owner was told so, and it was refused as {result.Error.Code}");
        if (result.Succeeded && Secrets.Foreign(result.Output, run.Owner) >= 0)
            world.Trace.Problems.Add($"tool {tool} gave run {run.Index} the secret of another owner");
        return result;
    }

    internal async Task<AgentExecutionResult?> AskAsync(string agent, AgentTimeouts? timeouts, CancellationToken cancellationToken)
    {
        AgentExecutionResult? result = null;
        await DoAsync($"call agent {agent}", async () => result = await execution.CallAgentAsync(agent, new AgentRequest(execution.Input) { Timeouts = timeouts }, cancellationToken));
        if (result is not null)
            run.Results.Add(result);
        return result;
    }

    internal Task WriteAsync(StateScope scope, string name, long? version)
    {
        ContextValue value = ContextValue.List(Secret, world.Random.Next(100));
        return DoAsync($"write {name}", async () => _ = version is { } expected
            ? await execution.State.SetAsync(scope, name, value, expected, cancellationToken: token)
            : await execution.State.SetAsync(scope, name, value, token));
    }

    internal async Task ReadAsync(StateScope scope, string name)
    {
        if (await execution.State.GetAsync(scope, name, token) is { } entry && Secrets.Foreign(entry.Value, run.Owner) >= 0)
            world.Trace.Problems.Add($"state '{name}' gave run {run.Index} the secret of another owner");
    }

    /// <summary>What a zombie does: some of all that it could. Each must be refused, for its claim has fallen.</summary>
    internal async Task HauntAsync()
    {
        for (var tries = world.Random.Pick([1, 1, 2]); tries > 0; tries--)
        {
            var effect = (Effect)world.Random.Next((int)Effect.Count);
            var isHeld = execution.Claim.IsHeld;
            try
            {
                await TryAsync(effect, execution.Context);
                world.Trace.Attempts.Add(new Attempt($"{effect} by the zombie {execution.ExecutionId} of {execution.AgentName}", !isHeld, HadEffect: true));
            }
            catch (ExecutionFencedException)
            {
                world.Trace.Attempts.Add(new Attempt($"{effect} by the zombie {execution.ExecutionId} of {execution.AgentName}", !isHeld, HadEffect: false));
            }
            catch (InvalidOperationException) when (effect == Effect.Run)
            {
                // A context that has begun a run begins no second one, in no state of the first.
            }
        }
    }

    private async ValueTask TryAsync(Effect effect, UserExecutionContext context)
    {
        switch (effect)
        {
            case Effect.Text: execution.Events.Text(Secret); break;
            case Effect.Progress: execution.ReportProgress(); break;
            case Effect.Quiet: execution.ExpectQuiet(TimeSpan.FromHours(1)).Dispose(); break;
            case Effect.State: await execution.State.SetAsync(StateScope.Thread, "note", Secret); break;
            case Effect.StateOfContext: await world.Host.State.SetAsync(context, StateScope.User, "note", Secret); break;
            case Effect.DeletionOfContext: await world.Host.State.DeleteAsync(context, StateScope.User, "note"); break;
            case Effect.Tool: await execution.Tools.DispatchAsync("quick", ContextValue.Map(("secret", Secret), ("n", 0))); break;
            case Effect.ToolOfContext: await world.Host.Tools.DispatchAsync("quick", ContextValue.Map(("secret", Secret), ("n", 0)), context); break;
            case Effect.Agent: await execution.CallAgentAsync("talker", new AgentRequest(execution.Input)); break;
            default:
                if ((await world.Host.Core.ExecuteAsync("talker", context, "another")).Status == ExecutionStatus.Rejected)
                    throw new ExecutionFencedException();
                break;
        }
    }

    private void Do(string what, Action effect)
    {
        var isHeld = execution.Claim.IsHeld;
        try
        {
            effect();
            world.Trace.Attempts.Add(new Attempt($"{what} by execution {execution.ExecutionId} of {execution.AgentName}", !isHeld, HadEffect: true));
        }
        catch (ExecutionFencedException) when (isHeld)
        {
            world.Trace.Problems.Add($"{what} by {execution.AgentName} was fenced although its claim is held");
            throw;
        }
    }

    private async Task DoAsync(string what, Func<Task> effect)
    {
        var isHeld = execution.Claim.IsHeld;
        try
        {
            await effect();
            world.Trace.Attempts.Add(new Attempt($"{what} by execution {execution.ExecutionId} of {execution.AgentName}", !isHeld, HadEffect: true));
        }
        catch (ExecutionFencedException) when (execution.Claim.IsHeld)
        {
            world.Trace.Problems.Add($"{what} by {execution.AgentName} was fenced although its claim is held");
            throw;
        }
    }

    private enum Effect
    {
        Text, Progress, Quiet, State, StateOfContext, DeletionOfContext, Tool, ToolOfContext, Agent, Run, Count,
    }
}
