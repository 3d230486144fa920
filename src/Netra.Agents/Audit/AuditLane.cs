using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents.Audit;

/// <summary>The open chain of one owner: what waits to be written, and the end that the next record is linked to.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The key is let go by Forget; a token source without a timer and without links holds nothing to free.")]
internal sealed class AuditLane(Owner owner, AuditStreamId stream)
{
    private const int Quantum = 64;

    private readonly Queue<AuditPending> _pending = new();

    internal Owner Owner { get; } = owner;

    internal AuditStreamId Stream { get; } = stream;

    // Guarded by the lock of this.
    internal bool IsBusy { get; set; }
    internal bool IsQueued { get; set; }
    internal bool IsCounted { get; set; }
    internal bool IsClosed { get; set; }
    internal bool WasUsed { get; set; }
    internal int PendingCount => _pending.Count;

    // The rest is for whoever made it busy.
    internal bool IsOpen { get; private set; }
    internal AuditHead Head { get; private set; }
    internal AuditDataKey? DataKey { get; private set; }

    /// <summary>True since a write failed: it is tried apart from others, which might suffer with it.</summary>
    internal bool IsAlone { get; set; }

    internal long AnchoredSequence { get; set; }

    /// <summary>Cancelled when a call of the store for this lane alone isn't waited for any more; then there is a new one.</summary>
    internal CancellationTokenSource Cancellation { get; set; } = new();

    /// <summary>The newest checkpoint that the anchor has not got; guarded by the lock of this.</summary>
    internal AuditCheckpoint? ToAnchor { get; set; }

    /// <summary>1 while it waits for its checkpoint.</summary>
    internal int IsDirty;

    internal void Open(AuditHead head) => (Head, IsOpen) = (head, true);

    internal void Use(AuditDataKey key) => DataKey = key;

    internal void Advance(AuditHash mac) => Head = new AuditHead(Head.Sequence + 1, mac);

    /// <summary>Forgets what it knows of the store: another may have written there, or erased.</summary>
    internal void Forget()
    {
        IsOpen = false;
        DataKey?.Dispose();
        DataKey = null;
    }

    internal void EnqueueNeedsLock(AuditPending pending) => _pending.Enqueue(pending);

    /// <summary>What is written in one go; an erasure goes for itself.</summary>
    internal List<AuditPending> TakeNeedsLock()
    {
        var group = new List<AuditPending>(Math.Min(_pending.Count, Quantum));
        do
        {
            group.Add(_pending.Dequeue());
        }
        while (group.Count < Quantum && _pending.TryPeek(out var next) && !next.IsErasure && !group[0].IsErasure);

        return group;
    }

    internal List<AuditPending> TakeAllNeedsLock()
    {
        List<AuditPending> all = [.. _pending];
        _pending.Clear();
        return all;
    }
}
