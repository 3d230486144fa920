using Netra.Agents.Events;
using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>What an execution can do, each thing under its claim.</summary>
internal sealed partial class RunningExecution : IToolCallHost
{
    RunLog IToolCallHost.Log => _run.Log;

    OwnerCalls IToolCallHost.OwnerCalls => _run.Owner.Calls;

    CancellationToken IToolCallHost.Token => _cancellation.Token;

    ExecutionClaim IToolCallHost.Claim => _claim;

    void IToolCallHost.BeginBreak() => _run.Breaks.Begin();

    Task IToolCallHost.EndBreakAsync() => _run.Breaks.EndAsync();

    public void Touch() => Touch(_run.UtcTicksNow);

    public void Touch(long utcTicksNow)
    {
        for (var execution = this; execution is not null; execution = execution._parent)
        {
            Volatile.Write(ref execution._progressUtcTicks, utcTicksNow);
        }
    }

    public override void ReportProgress()
    {
        if (!_claim.IsHeld)
        {
            throw Fenced("progress report");
        }

        Touch();
    }

    public override IDisposable ExpectQuiet(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        var phase = new QuietPhase(this, AgentRun.Due(_run.UtcTicksNow, duration));
        lock (_run.Identity)
        {
            if (!_claim.IsHeld)
            {
                throw Fenced("quiet phase");
            }

            (phase.Next, _quiet) = (_quiet, phase);
        }

        return phase;
    }

    internal void EndQuiet(QuietPhase phase)
    {
        lock (_run.Identity)
        {
            Touch();
            if (ReferenceEquals(_quiet, phase))
            {
                _quiet = phase.Next;
            }

            for (var at = _quiet; at is not null; at = at.Next)
            {
                if (ReferenceEquals(at.Next, phase))
                {
                    at.Next = phase.Next;
                }
            }
        }
    }

    internal override void Emit(AgentEvent item)
    {
        lock (_run.Identity)
        {
            if (!_claim.IsHeld)
            {
                throw Fenced("event");
            }

            _run.Log.AppendNeedsLock(item);
        }

        Touch(item.Timestamp.UtcTicks);
    }

    /// <summary>Begins a step of a workflow, and tells it; false when the run has used up its steps.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    internal bool TryBeginStep(StepStarted started)
    {
        lock (_run.Identity)
        {
            if (!_claim.IsHeld)
            {
                throw Fenced("workflow step");
            }

            if (!_run.TryTakeStepNeedsLock())
            {
                return false;
            }

            _run.Log.AppendNeedsLock(started);
        }

        Touch(started.Timestamp.UtcTicks);
        return true;
    }

    public override ValueTask<AgentExecutionResult> CallAgentAsync(string agentName, AgentRequest request, CancellationToken cancellationToken = default)
    {
        var agent = _run.Engine.Agents.Get(agentName);
        request.Check();
        var shape = _run.Engine.Shapes.Of(request.OutputSchema);
        if (!_claim.IsHeld)
        {
            throw Fenced("sub-agent call");
        }

        if (!_context.CanNest)
        {
            return new ValueTask<AgentExecutionResult>(RejectedChild(agentName, AgentErrorCodes.TooDeep, $"Agent '{agentName}' would be nested {_context.OperationDepth + 1} deep; the limit is {_context.Run.MaxDepth} (ContextOptions.MaxDepth)."));
        }

        lock (_run.Identity)
        {
            if (!_run.TryTakeStepNeedsLock())
            {
                return new ValueTask<AgentExecutionResult>(RejectedChild(agentName, AgentErrorCodes.LimitReached, "The run has used up its steps (NetraAgentsOptions.MaxStepsPerRun)."));
            }
        }

        var context = _context.CreateChild(agentName, null, null, null, _run.Engine.Clock, _run.Engine.Entropy, isHolder: true);
        var child = new RunningExecution(_run, this, agent, context, request.Input, agent.TermsFor(request, shape));
        var completion = child.Completion;
        child.Announce();
        child.Launch(cancellationToken);
        return completion;
    }

    private AgentExecutionResult RejectedChild(string agentName, string code, string message)
    {
        _run.Engine.Diagnostics.Rejected(agentName, code);
        return AgentExecutionResult.Rejected(_run.Identity, agentName, code, message);
    }

    internal override ValueTask<ToolResult> DispatchAsync(string toolName, ContextValue arguments, CancellationToken cancellationToken) =>
        _claim.IsHeld ? _run.Engine.Tools.DispatchAsync(this, toolName, arguments, cancellationToken) : throw Fenced("tool call");

    internal override ValueTask<IReadOnlyList<ToolDefinition>> ListToolsAsync(CancellationToken cancellationToken) => _run.Engine.Tools.ListAsync(this, cancellationToken);

    bool IToolCallHost.TryTakeStepNeedsLock(out int ordinal)
    {
        ordinal = 0;
        if (!_run.TryTakeStepNeedsLock())
        {
            return false;
        }

        ordinal = ++_lastOrdinal;
        return true;
    }

    void IToolCallHost.LinkNeedsLock(ToolCall call) => (call.Next, _openCalls) = (_openCalls, call);

    void IToolCallHost.UnlinkNeedsLock(ToolCall call)
    {
        if (ReferenceEquals(_openCalls, call))
        {
            _openCalls = call.Next;
            return;
        }

        for (var at = _openCalls; at is not null; at = at.Next)
        {
            if (ReferenceEquals(at.Next, call))
            {
                at.Next = call.Next;
                return;
            }
        }
    }

    private ExecutionFencedException Fenced(string effect)
    {
        _run.Engine.Diagnostics.FencedEffect(effect);
        return ExecutionFencedException.For(_claim);
    }
}
