using System.Text;
using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Audit;

/// <summary>The in-memory store, with all that it is given kept as text.</summary>
internal sealed class ScannedStore : IAuditStore
{
    private readonly InMemoryAuditStore _inner = new();

    internal List<string> Seen { get; } = [];

    public ValueTask<IReadOnlyList<AuditStreamId>> AppendAsync(IReadOnlyList<AuditRecord> records, IReadOnlyList<AuditCheckpoint> checkpoints, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            See(record);
            Seen.Add(Encoding.Latin1.GetString(record.Payload.Span));
        }

        foreach (var checkpoint in checkpoints)
        {
            See(checkpoint);
        }

        return _inner.AppendAsync(records, checkpoints, cancellationToken);
    }

    public ValueTask<AuditRecord?> LastAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.LastAsync(stream, cancellationToken);

    public ValueTask<IReadOnlyList<AuditRecord>> ReadAsync(AuditStreamId stream, long fromSequence, int maxCount, CancellationToken cancellationToken) => _inner.ReadAsync(stream, fromSequence, maxCount, cancellationToken);

    public ValueTask<AuditCheckpoint?> StartAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.StartAsync(stream, cancellationToken);

    public ValueTask<AuditWrappedKey?> GetKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.GetKeyAsync(stream, cancellationToken);

    public ValueTask<AuditWrappedKey> AddKeyAsync(AuditStreamId stream, AuditWrappedKey key, CancellationToken cancellationToken)
    {
        Seen.Add(Encoding.Latin1.GetString(key.Bytes.Span));
        return _inner.AddKeyAsync(stream, key, cancellationToken);
    }

    public ValueTask DestroyKeyAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.DestroyKeyAsync(stream, cancellationToken);

    private void See<T>(T item) => Seen.Add(System.Text.Json.JsonSerializer.Serialize(item));
}
