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

    private void ThrowIfStateFenced()
    {
        if (!_claim.IsHeld)
        {
            throw Fenced("state write");
        }

        Touch();
    }
}
