namespace Netra.Agents.Audit;

/// <summary>Entries of one owner that are written in one go, as records.</summary>
internal sealed record AuditGroup(AuditLane Lane, List<AuditPending> Taken, List<AuditRecord> Records, AuditCheckpoint? Checkpoint)
{
    internal static AuditGroup Seal(AuditLane lane, List<AuditPending> taken, AuditSealer sealer, AuditAnchoring anchoring)
    {
        var records = new List<AuditRecord>(taken.Count);
        foreach (var pending in taken)
        {
            records.Add(sealer.Seal(lane, pending.Entry));
        }

        return new AuditGroup(lane, taken, records, anchoring.Checkpoint(lane));
    }
}
