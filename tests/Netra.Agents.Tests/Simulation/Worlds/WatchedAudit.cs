using Netra.Agents.Audit;
using Netra.Agents.Diagnostics;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>What the world's host records. In some worlds it is the library's own trail over a store that is slow, forgets to answer, or fails.</summary>
internal sealed class WatchedAudit(World world, bool isReal) : ListedAudit
{
    private readonly FaultyAuditStore _store = new(world);
    private readonly InMemoryAuditAnchor _anchor = new();
    private AuditTrail? _trail;

    public override async ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        world.Scheduler.CheckThread("an audit entry was recorded");
        world.Trace.Audit.Add(entry);
        if (isReal)
        {
            await Trail().RecordAsync(entry, cancellationToken);
        }
        else if (world.Random.Chance(20))
        {
            await world.PauseAsync(cancellationToken);
        }

        await base.RecordAsync(entry, cancellationToken);
    }

    /// <summary>Nothing is done that was not written down before.</summary>
    internal bool HasIntent(ToolInvocation call) =>
        Entries.Any(entry => entry.Kind == AuditKinds.ToolIntent && $"{entry.ExecutionId}-{entry.CallNumber}" == call.CallId && entry.Subject == call.Tool.Name && entry.Owner == call.UserContext.Owner);

    /// <summary>Closes the trail, then verifies every chain and looks for what was told as kept and is not there.</summary>
    internal async Task CheckAsync()
    {
        if (!isReal)
            foreach (var open in AuditIntents.Open(Entries))
                world.Trace.Problems.Add($"an intent has no outcome: {open}");
        if (_trail is null)
            return;
        await _trail.DisposeAsync();
        _store.IsWell = true;
        foreach (var owner in world.Trace.Owners)
        {
            var found = await _trail.VerifyAsync(_trail.StreamOf(owner));
            if (!found.IsVerified)
                world.Trace.Problems.Add($"the audit chain of an owner is {found.Fault}: {found.Message}");
            var kept = await _trail.ListAsync(UserExecutionContext.FromRequest(owner, new ThreadId("main")));
            foreach (var entry in Entries.Where(entry => entry.Owner == owner))
                if (!kept.Any(other => (other.ExecutionId, other.Kind, other.Decision, other.CallNumber, other.Reason, other.Timestamp) == (entry.ExecutionId, entry.Kind, entry.Decision, entry.CallNumber, entry.Reason, entry.Timestamp)))
                    world.Trace.Problems.Add($"an audit entry was told as kept, and is not: {entry}");
            if (kept.Any(entry => entry.Content != AuditContent.Readable))
                world.Trace.Problems.Add("an audit entry can't be read");
        }
    }

    private AuditTrail Trail() => _trail ??= new AuditTrail(
        _store, _anchor, new ProcessAuditKeys(world.Entropy),
        new AuditOptions { WriteTimeout = WorldTemplate.AuditTimeout, CheckpointEvery = 5, CheckpointInterval = TimeSpan.FromSeconds(2), MaxOpenOwners = 2 },
        world.Clock, world.Entropy, world.Scheduler, world.Diagnostics);
}
