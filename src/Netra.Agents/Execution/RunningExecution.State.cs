using Netra.Agents.State;

namespace Netra.Agents.Execution;

/// <summary>What an execution remembers, each write under its claim.</summary>
internal sealed partial class RunningExecution
{
    internal override ValueTask<StateEntry?> GetStateAsync(StateScope scope, string name, CancellationToken cancellationToken) =>
        _run.Engine.State.GetAsync(StateWrites.Key(_context, scope, name), cancellationToken);

    internal override ValueTask<StateCommit> CommitStateAsync(in StateBatch.Part part, CancellationToken cancellationToken)
    {
        ThrowIfStateFenced();
        return StateFaults.ThrownAsync(_run.Engine.State.CommitAsync(_run.Engine.StateWrites.Of(_context, part), _claim, cancellationToken));
    }

    internal override ValueTask<StateCommit> CommitStateAsync(StateBatch batch, CancellationToken cancellationToken)
    {
        ThrowIfStateFenced();
        return StateFaults.ThrownAsync(_run.Engine.State.CommitAsync(_run.Engine.StateWrites.Of(_context, batch), _claim, cancellationToken));
    }

    internal override ValueTask<StatePage> ListStateAsync(StateScope scope, string prefix, string? after, int limit, CancellationToken cancellationToken) =>
        _run.Engine.State.ListAsync(StateWrites.Prefix(_context, scope, prefix), after, limit, cancellationToken);

    internal override ThreadHistory HistoryOf() => new(new ExecutionHistory(this), _run.Engine.StateWrites.HistoryTurns);

    /// <summary>True when the execution is this one or one of its children, and has the right to act.</summary>
    internal bool HoldsNeedsLock(ExecutionId executionId)
    {
        if (_claim.ExecutionId == executionId)
        {
            return _claim.IsHeld;
        }

        for (var child = _firstChild; child is not null; child = child._nextSibling)
        {
            if (child.HoldsNeedsLock(executionId))
            {
                return true;
            }
        }

        return false;
    }

    private void ThrowIfStateFenced()
    {
        if (!_claim.IsHeld)
        {
            throw Fenced("state write");
        }

        Touch();
    }
}
