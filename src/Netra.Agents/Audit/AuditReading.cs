namespace Netra.Agents.Audit;

/// <summary>Records back into entries.</summary>
internal static class AuditReading
{
    internal static AuditEntry Entry(Owner owner, AuditRecord record, AuditDataKey? key, bool isKeyKnown)
    {
        var entry = new AuditEntry(owner, record.RunId ?? default, record.ExecutionId, record.Timestamp, record.Kind, record.Subject, record.Decision, record.Code, null)
        {
            CallNumber = record.CallNumber,
            Sequence = record.Sequence,
        };
        if (record.Payload.IsEmpty)
        {
            return entry;
        }

        if (key is null || !key.Wrote(record.Payload.Span))
        {
            return entry with { Content = isKeyKnown ? AuditContent.Erased : AuditContent.Unreadable };
        }

        return key.Decrypt(record.Payload, record.Stream, record.Sequence) is { } plain
            ? AuditPayload.Read(entry, plain)
            : entry with { Content = AuditContent.Unreadable };
    }
}
