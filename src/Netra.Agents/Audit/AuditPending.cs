namespace Netra.Agents.Audit;

/// <summary>An entry that waits to be written.</summary>
internal sealed class AuditPending(AuditEntry entry, bool isErasure) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    internal AuditEntry Entry { get; } = entry;

    /// <summary>True where the data key goes before the entry is written.</summary>
    internal bool IsErasure { get; } = isErasure;
}
