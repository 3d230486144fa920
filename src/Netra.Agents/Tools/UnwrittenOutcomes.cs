namespace Netra.Agents.Tools;

/// <summary>What became of an owner's calls and could not be recorded yet. Nothing else of this owner begins before it is.</summary>
internal sealed class UnwrittenOutcomes
{
    private const int AtMost = 64;

    private readonly Queue<AuditEntry> _entries = new();

    /// <summary>False when there are too many: the chain shows their intents as open.</summary>
    internal bool TryAdd(AuditEntry entry)
    {
        lock (_entries)
        {
            if (_entries.Count < AtMost)
            {
                _entries.Enqueue(entry);
                return true;
            }

            return false;
        }
    }

    internal AuditEntry? Take()
    {
        lock (_entries)
        {
            return _entries.TryDequeue(out var entry) ? entry : null;
        }
    }
}
