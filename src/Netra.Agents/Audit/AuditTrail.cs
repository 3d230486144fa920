using System.Runtime.CompilerServices;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Audit;

/// <summary>The chains of all owners over a host's store, anchor and keys.</summary>
internal sealed class AuditTrail : IAuditTrail, IDisposable, IAsyncDisposable
{
    private const int Page = 1_000;

    private readonly IAuditStore _store;
    private readonly IAuditAnchor _anchor;
    private readonly AuditOptions _options;
    private readonly TimeProvider _clock;
    private readonly AuditKeyRing _keys;
    private readonly AuditSealer _sealer;
    private readonly AuditWriter _writer;
    private readonly AuditVerifier _verifier;

    internal AuditTrail(
        IAuditStore store, IAuditAnchor anchor, IAuditKeyProvider keys, AuditOptions options, TimeProvider clock, IEntropySource entropy, TaskScheduler scheduler, AgentDiagnostics diagnostics)
    {
        (_store, _anchor, _options, _clock) = (store, anchor, options.Copy(), clock);
        _keys = new AuditKeyRing(keys);
        _sealer = new AuditSealer(_keys, entropy);
        _writer = new AuditWriter(store, anchor, _sealer, _options, clock, scheduler, diagnostics);
        _verifier = new AuditVerifier(_keys.VerificationKeyOf);
        if (keys is ProcessAuditKeys)
        {
            diagnostics.AuditKeysOfProcess();
        }
    }

    public void Dispose() => _writer.Dispose();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    public ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        entry.Owner.Check(nameof(entry));
        IdText.Check(entry.Kind, nameof(entry.Kind));
        IdText.Check(entry.Subject, nameof(entry.Subject));
        IdText.Check(entry.Decision, nameof(entry.Decision));
        if (entry.Code is not null)
        {
            IdText.Check(entry.Code, nameof(entry.Code));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(entry);
    }

    public ValueTask EraseOwnerAsync(Owner owner, CancellationToken cancellationToken = default)
    {
        owner.Check(nameof(owner));
        cancellationToken.ThrowIfCancellationRequested();
        return _writer.WriteAsync(new AuditEntry(owner, default, null, _clock.GetUtcNow(), AuditKinds.Erasure, "owner", AuditDecisions.Erased, null, null), isErasure: true);
    }

    public AuditStreamId StreamOf(Owner owner)
    {
        owner.Check(nameof(owner));
        return _keys.StreamOf(owner);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> ListAsync(
        UserExecutionContext userContext, long afterSequence = 0, int maxCount = 10_000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxCount);
        var stream = _keys.StreamOf(userContext.Owner);
        var records = new List<AuditRecord>();
        await foreach (var record in ReadAsync(stream, afterSequence + 1, cancellationToken))
        {
            records.Add(record);
            if (records.Count == maxCount)
            {
                break;
            }
        }

        if (records.Count == 0)
        {
            return [];
        }

        // After the records: a key that was destroyed in between must not be taken for one that never was.
        var wrapped = await _store.GetKeyAsync(stream, cancellationToken);
        using var reader = wrapped is null ? null : Key(stream, wrapped);
        return records.ConvertAll(record => AuditReading.Entry(userContext.Owner, record, reader, isKeyKnown: wrapped is null || reader is not null));
    }

    public async ValueTask<AuditVerification> VerifyAsync(AuditStreamId stream, AuditHead? expectedHead = null, CancellationToken cancellationToken = default)
    {
        // The anchor first: the chain only grows after it.
        var anchored = await _anchor.LatestAsync(stream, cancellationToken);
        while (true)
        {
            var start = await _store.StartAsync(stream, cancellationToken);
            var found = await _verifier.VerifyAsync(stream, ReadAsync(stream, (start?.Sequence ?? 0) + 1, cancellationToken), start, anchored, expectedHead, cancellationToken);
            if (found.IsVerified || await _store.StartAsync(stream, cancellationToken) == start)
            {
                return found;
            }

            // Old records were let go while it read.
        }
    }

    public async ValueTask ExportAsync(AuditStreamId stream, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var start = await _store.StartAsync(stream, cancellationToken);
        await AuditFile.WriteAsync(destination, ReadAsync(stream, (start?.Sequence ?? 0) + 1, cancellationToken), start, cancellationToken);
    }

    private AuditDataKey? Key(AuditStreamId stream, AuditWrappedKey wrapped)
    {
        try
        {
            return _sealer.Unwrap(stream, wrapped);
        }
        catch (AuditUnavailableException)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<AuditRecord> ReadAsync(AuditStreamId stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var next = fromSequence; ;)
        {
            var page = await _store.ReadAsync(stream, next, Page, cancellationToken);
            foreach (var record in page)
            {
                yield return record;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            next = Math.Max(next, page[^1].Sequence) + 1;
        }
    }
}
