using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

internal static class Outcomes
{
    private static readonly AgentTimeouts ExecutionDeadline = new() { Execution = TimeSpan.FromSeconds(5) };
    private static readonly AgentTimeouts RunDeadline = new() { Run = TimeSpan.FromSeconds(5) };
    private static readonly AgentTimeouts Idle = new() { Idle = TimeSpan.FromSeconds(5) };

    internal static readonly Dictionary<string, Outcome> All = new()
    {
        ["completes"] = new(ExecutionStatus.Completed, null, typeof(AgentCompleted)) { Agent = (_, _, _) => new(AgentOutput.FromText("done")) },
        ["completes after an await"] = new(ExecutionStatus.Completed, null, typeof(AgentCompleted))
        {
            Agent = async (_, _, _) => { await Task.Yield(); return AgentOutput.FromText("done"); },
        },
        ["null output"] = new(ExecutionStatus.Failed, "no_output", typeof(AgentFailed)) { Agent = (_, _, _) => new((AgentOutput)null!) },
        ["null output after an await"] = new(ExecutionStatus.Failed, "no_output", typeof(AgentFailed))
        {
            Agent = async (_, _, _) => { await Task.Yield(); return null!; },
        },
        ["throws"] = new(ExecutionStatus.Failed, "agent_failed", typeof(AgentFailed)) { Agent = (_, _, _) => throw new FormatException("secret") },
        ["throws after an await"] = new(ExecutionStatus.Failed, "agent_failed", typeof(AgentFailed))
        {
            Agent = async (_, _, _) => { await Task.Yield(); throw new FormatException("secret"); },
        },
        ["cancellation of its own making"] = new(ExecutionStatus.Failed, "unexpected_cancellation", typeof(AgentFailed))
        {
            Agent = (_, _, _) => throw new OperationCanceledException(),
        },
        ["cancelled task of its own making"] = new(ExecutionStatus.Failed, "unexpected_cancellation", typeof(AgentFailed))
        {
            Agent = (_, _, _) => new(Task.FromCanceled<AgentOutput>(new CancellationToken(true))),
        },
        ["denied tool"] = new(ExecutionStatus.Denied, "denied", typeof(AgentFailed))
        {
            Agent = async (execution, _, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("forbidden", ContextValue.Null)).EnsureSuccess()),
        },
        ["tool that does not exist"] = new(ExecutionStatus.Failed, "agent_failed", typeof(AgentFailed))
        {
            Agent = async (execution, _, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("nothing", ContextValue.Null)).EnsureSuccess()),
        },
        ["ignores its token"] = TimesOut("execution_deadline", ExecutionDeadline, async (_, stage, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText("late success");
        }),
        ["throws after its deadline"] = TimesOut("execution_deadline", ExecutionDeadline, async (_, stage, _) =>
        {
            await stage.HangAsync();
            throw new FormatException("late");
        }),
        ["blocks its thread"] = TimesOut("execution_deadline", ExecutionDeadline, (_, stage, _) =>
        {
            stage.Reach();
            stage.Block.Wait(CancellationToken.None);
            return new(AgentOutput.FromText("late success"));
        }),
        ["run deadline"] = TimesOut("run_deadline", RunDeadline, async (_, stage, _) =>
        {
            await stage.HangAsync();
            return AgentOutput.FromText("late success");
        }),
        ["dies silently"] = new(ExecutionStatus.Died, "no_progress", typeof(AgentDied))
        {
            Agent = async (_, stage, _) => { await stage.HangAsync(); return AgentOutput.FromText("late success"); },
            During = (host, _, _) => host.Advance(5),
            Timeouts = Idle,
            HasLateResult = true,
        },
        ["caller cancels"] = Cancelled("caller_cancelled", (_, _, stage) => stage.Caller.Cancel()),
        ["owner cancels"] = Cancelled("run_cancelled", (host, context, _) =>
        {
            var cancelling = host.Core.CancelAsync(host.Context(), context.RunId);
            Assert.True(cancelling.IsCompletedSuccessfully && cancelling.Result);
        }),
        ["host stops"] = Cancelled("shutting_down", (host, _, _) => host.Stop()),
        ["obeys the cancellation"] = new(ExecutionStatus.Cancelled, "caller_cancelled", typeof(AgentCancelled))
        {
            Agent = async (_, stage, cancellationToken) =>
            {
                stage.Reach();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return AgentOutput.FromText("never");
            },
            During = (_, _, stage) => stage.Caller.Cancel(),
        },
    };

    private static Outcome TimesOut(string code, AgentTimeouts timeouts, Func<AgentExecution, Stage, CancellationToken, ValueTask<AgentOutput>> agent) =>
        new(ExecutionStatus.TimedOut, code, typeof(AgentTimedOut)) { Agent = agent, During = (host, _, _) => host.Advance(5), Timeouts = timeouts, HasLateResult = true };

    /// <summary>An agent that swallows the cancellation and says later that all went well.</summary>
    private static Outcome Cancelled(string code, Action<TestHost, UserExecutionContext, Stage> cancel) => new(ExecutionStatus.Cancelled, code, typeof(AgentCancelled))
    {
        Agent = async (_, stage, _) => { await stage.HangAsync(); return AgentOutput.FromText("late success"); },
        During = cancel,
        HasLateResult = true,
    };
}
