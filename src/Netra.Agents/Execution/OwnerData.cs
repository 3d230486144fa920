using System.Runtime.CompilerServices;
using Netra.Agents.Events;

namespace Netra.Agents.Execution;

internal sealed class OwnerData(RunDirectory directory, IStateStore state, IAuditTrail audit) : IOwnerData
{
    private const int AuditPage = 1_000;

    public async IAsyncEnumerable<OwnerRecord> ExportAsync(Owner owner, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        owner.Check(nameof(owner));
        var entries = state.ExportAsync(owner, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await entries.MoveNextAsync())
            {
                yield return OwnerRecord.Of(entries.Current);
            }
        }
        finally
        {
            await entries.DisposeAsync();
        }

        foreach (var run in directory.RunsOf(owner))
        {
            var cursor = new RunCursor(run.Log, owner, 0);
            while (cursor.TryRead(out var item))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return OwnerRecord.Of(item);
            }
        }

        // Made for this reading alone: it begins no run.
        var reader = UserExecutionContext.FromRequest(owner, ThreadId.New());
        for (IReadOnlyList<AuditEntry> page = [], next = await audit.ListAsync(reader, 0, AuditPage, cancellationToken); next.Count > 0; next = await audit.ListAsync(reader, page[^1].Sequence, AuditPage, cancellationToken))
        {
            page = next;
            foreach (var entry in page)
            {
                yield return OwnerRecord.Of(entry);
            }
        }
    }

    public async ValueTask<OwnerErasure> EraseAsync(Owner owner, CancellationToken cancellationToken = default)
    {
        owner.Check(nameof(owner));
        cancellationToken.ThrowIfCancellationRequested();
        var (runs, taken) = directory.BeginErasure(owner);
        try
        {
            var ended = RunOrder.ForStopping(taken).ToList().Count(End);
            var entries = await state.EraseAsync(owner, cancellationToken);
            await audit.EraseOwnerAsync(owner, cancellationToken);
            return new OwnerErasure(entries, taken.Count, ended);
        }
        finally
        {
            directory.EndErasure(runs);
        }
    }

    private static bool End(AgentRun run)
    {
        RunningExecution? root;
        lock (run.Identity)
        {
            // A run that is just being begun shows its root when the lock is free.
            root = run.Root;
        }

        return root?.Stop(ExecutionStatus.Cancelled, AgentErrorCodes.OwnerErased, "The owner's data is erased.") is true;
    }
}
