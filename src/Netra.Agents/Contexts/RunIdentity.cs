namespace Netra.Agents.Contexts;

/// <summary>What all contexts of one run share, held once: a child context costs the same whatever its parent holds.</summary>
/// <remarks>
/// The object is also the monitor of its run: the event log, the claims and the tree of the run change only while it is held.
/// No two runs, so no two owners, ever share one.
/// </remarks>
internal sealed class RunIdentity(Owner owner, ThreadId threadId, RunId runId, ConnectionId? connectionId, string? correlationId, int maxDepth)
{
    private readonly ConnectionId _connectionId = connectionId ?? default;
    private string? _correlationId = correlationId;
    private int _begun;

    internal Owner Owner { get; } = owner;
    internal ThreadId ThreadId { get; } = threadId;
    internal RunId RunId { get; } = runId;
    internal ConnectionId? ConnectionId => _connectionId.IsDefault ? null : _connectionId;
    internal int MaxDepth { get; } = maxDepth;
    internal string CorrelationId => _correlationId ??= RunId.ToString();

    /// <summary>The run id as text, without a new string where the correlation id is that text already.</summary>
    internal string RunIdText
    {
        get
        {
            Span<char> text = stackalloc char[32];
            _ = RunId.Value.TryFormat(text, out _, "N");
            return text.SequenceEqual(CorrelationId) ? CorrelationId : new string(text);
        }
    }

    /// <summary>True once a run was begun with these contexts, and for ever after: a zombie can't pass for a host.</summary>
    internal bool HasBegun => Volatile.Read(ref _begun) != 0;

    internal bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    internal bool Same(RunIdentity other) =>
        ReferenceEquals(this, other)
        || (Owner == other.Owner && ThreadId == other.ThreadId && RunId == other.RunId && ConnectionId == other.ConnectionId && CorrelationId == other.CorrelationId);
}
