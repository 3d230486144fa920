using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>The in-memory audit trail, with everything that was ever recorded kept for the check at the end.</summary>
internal sealed class WatchedAudit(World world) : IAuditTrail
{
    private readonly InMemoryAuditTrail _inner = new();

    public async ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (world.Random.Chance(20))
            await world.PauseAsync(cancellationToken);
        world.Trace.Audit.Add(entry);
        await _inner.RecordAsync(entry, cancellationToken);
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken = default) =>
        _inner.ListAsync(userContext, cancellationToken);
}
