namespace Netra.Agents;

/// <summary>Looks for what was begun and never told of its end.</summary>
public static class AuditIntents
{
    /// <summary>The intents without an outcome, oldest first: calls that are under way, or were cut off by a crash. What such a call did outside is not known.</summary>
    public static IReadOnlyList<AuditEntry> Open(IEnumerable<AuditEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var open = new List<AuditEntry>();
        foreach (var entry in entries)
        {
            if (entry.Kind == AuditKinds.ToolIntent)
            {
                open.Add(entry);
            }
            else if (entry.Kind == AuditKinds.ToolOutcome)
            {
                open.RemoveAll(intent => intent.Owner == entry.Owner && intent.ExecutionId == entry.ExecutionId && intent.CallNumber == entry.CallNumber);
            }
        }

        return open;
    }
}
