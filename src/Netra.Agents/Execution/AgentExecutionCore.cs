using System.Runtime.CompilerServices;
using Netra.Agents.Contexts;
using Netra.Agents.Events;

namespace Netra.Agents.Execution;

internal sealed partial class AgentExecutionCore(ExecutionEngine engine, Watchdog watchdog, IRunLimiter[] limiters) : IAgentExecutionCore
{
    private volatile bool _isClosed;
    private volatile bool _isStopping;

    public ValueTask<AgentExecutionResult> ExecuteAsync(string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default)
    {
        var begun = Begin(agentName, userContext, request, out var instead);
        if (begun is null)
        {
            return new ValueTask<AgentExecutionResult>(instead!.Value.Result!);
        }

        var completion = begun.Completion;
        begun.Launch(cancellationToken);
        return completion;
    }

    public async IAsyncEnumerable<AgentEvent> StreamAsync(
        string agentName, UserExecutionContext userContext, AgentRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = Start(agentName, userContext, request, out var refused);
        if (cursor is null)
        {
            yield return refused!;
            yield break;
        }

        do
        {
            while (cursor.TryRead(out var item))
            {
                yield return item;
            }
        }
        while (await cursor.WaitAsync(cancellationToken));
    }

    public async IAsyncEnumerable<AgentEvent> SubscribeAsync(
        UserExecutionContext userContext, RunId runId, long afterSequence = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = Subscribe(userContext, runId, afterSequence);
        do
        {
            while (cursor.TryRead(out var item))
            {
                yield return item;
            }
        }
        while (await cursor.WaitAsync(cancellationToken));
    }

    public ValueTask<bool> CancelAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<bool>(
            engine.Directory.Find(userContext.Owner, runId)?.Root?.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.RunCancelled, "The run was cancelled.") is true);
    }

    internal bool IsClosed => _isClosed;

    internal void Close() => _isClosed = true;

    internal void Open()
    {
        _isClosed = false;
        if (_isStopping)
        {
            _isClosed = true;
        }
    }

    /// <summary>Stops admitting, then ends what is live.</summary>
    internal void Stop()
    {
        (_isStopping, _isClosed) = (true, true);
        var live = new List<AgentRun>();
        engine.Directory.CopyLive(live);
        foreach (var run in RunOrder.ForStopping(live).ToList())
        {
            run.Root?.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.ShuttingDown, "The host is shutting down.");
        }
    }

    /// <summary>Begins a run that nobody waits for, and gives a cursor at its start; when it can't begin, the one event that says why.</summary>
    internal RunCursor? Start(string agentName, UserExecutionContext userContext, AgentRequest request, out AgentEvent? refused)
    {
        var begun = Begin(agentName, userContext, request, out var instead);
        refused = null;
        if (begun is not null)
        {
            begun.Launch(CancellationToken.None);
            return new RunCursor(begun.Run.Log, userContext.Owner, 0);
        }

        if (instead!.Value.Run is { } recorded)
        {
            return new RunCursor(recorded.Log, userContext.Owner, 0);
        }

        var claim = new ExecutionClaim(userContext.Run, new ExecutionId(NewId.Create(engine.Clock, engine.Entropy)), null, agentName);
        refused = new AgentFailed(claim, TimeSpan.Zero, instead.Value.Result!.Error!).Stamp(1, engine.Clock.GetUtcNow().UtcTicks);
        return null;
    }

    internal RunCursor Subscribe(UserExecutionContext userContext, RunId runId, long afterSequence)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        var run = engine.Directory.Find(userContext.Owner, runId) ?? throw RunNotFoundException.For(runId);
        lock (run.Identity)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(afterSequence, run.Log.LastSequenceNeedsLock);
        }

        return new RunCursor(run.Log, userContext.Owner, afterSequence);
    }

    /// <summary>A new execution, not yet started; or what there is in its place: a result, and the run that it is the result of if that is retained.</summary>
    private RunningExecution? Begin(string agentName, UserExecutionContext userContext, AgentRequest request, out (AgentExecutionResult? Result, AgentRun? Run)? instead)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        var agent = engine.Agents.Get(agentName);
        instead = null;
        if (_isClosed)
        {
            instead = (Rejected(agentName, userContext, AgentErrorCodes.ShuttingDown, "The host lets no run begin at present."), null);
            return null;
        }

        request.Check();
        var shape = engine.Shapes.Of(request.OutputSchema);
        if (limiters.Length > 0 && !userContext.Run.HasBegun && Limited(userContext.Owner, agentName) is { } limited)
        {
            instead = (Rejected(agentName, userContext, limited), null);
            return null;
        }

        var run = new AgentRun(engine, userContext, request.Input);
        run.Budget = engine.Budgets.For(run, request.Budget);
        var execution = new RunningExecution(run, null, agent, userContext, request.Input, agent.TermsFor(request, shape));
        var entry = Enter(execution, request.Turns ?? agent.Turns, out var there, out var previous);
        if (entry > RunEntry.WaitsForTurn)
        {
            instead = entry == RunEntry.There ? Again(there ?? Begun(userContext), agentName, userContext, request.Input) : (Refused(entry, agentName, userContext), null);
            return null;
        }

        Begun(execution, waits: entry != RunEntry.Begins);

        // Those that wait first, so that none of them gets the turn meanwhile.
        for (var i = previous?.Count - 1; i >= 0; i--)
        {
            Replace((AgentRun)previous![i.Value]);
        }

        return execution;
    }

    private void Begun(RunningExecution execution, bool waits)
    {
        engine.Diagnostics.RunStarted();
        if (waits)
        {
            engine.Diagnostics.RunWaits();
        }

        watchdog.Arm();
        if (_isClosed)
        {
            // Whoever closed it may have looked before this run could be seen.
            execution.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.ShuttingDown, "The host is shutting down.");
        }
    }

    private static AgentRun Begun(UserExecutionContext userContext) => throw new InvalidOperationException(
            $"This context has begun run {userContext.RunId} already, and that run is not retained any more. Make a context of its own for each run (UserExecutionContext.FromRequest).");

    private (AgentExecutionResult? Result, AgentRun? Run) Again(AgentRun there, string agentName, UserExecutionContext userContext, ContextValue input)
    {
        string? agentOfRun;
        lock (there.Identity)
        {
            // The root first: when it is gone the result is there, and not the other way round.
            agentOfRun = there.Root?.AgentName ?? there.Result?.AgentName;
        }

        if (agentOfRun != agentName || there.Input != input)
        {
            throw new InvalidOperationException(
                $"Run {userContext.RunId} was begun for agent '{agentOfRun}', or with other input. One context, and one run id, begin one run; to call an agent from an agent, use AgentExecution.CallAgentAsync.");
        }

        return there.Result is { } recorded
            ? (recorded, there)
            : (Rejected(agentName, userContext, AgentErrorCodes.RunInProgress, $"Run {userContext.RunId} is under way already."), null);
    }

    private AgentExecutionResult Rejected(string agentName, UserExecutionContext userContext, string code, string message, TimeSpan? retryAfter = null) =>
        Rejected(agentName, userContext, new AgentError(code, message) { RetryAfter = retryAfter });

    private AgentExecutionResult Rejected(string agentName, UserExecutionContext userContext, AgentError error)
    {
        engine.Diagnostics.Rejected(agentName, error.Code);
        return AgentExecutionResult.Rejected(userContext.Run, agentName, error);
    }
}
