using System.Security.Cryptography;

namespace Netra.Agents.Audit;

/// <summary>Makes entries into the links of a chain. Called by whoever has made the lane busy.</summary>
internal sealed class AuditSealer(AuditKeyRing keys, IEntropySource entropy)
{
    private const string RecordTag = "netra.audit.record.1";
    private const string CheckpointTag = "netra.audit.checkpoint.1";

    /// <summary>The tag, the numbers and ids of fixed size, and their lengths.</summary>
    private const int FixedSize = 320;

    private readonly AuditHash _nothing = new(SHA256.HashData([]));

    internal AuditKeyRing Keys { get; } = keys;

    internal static bool NeedsKey(AuditEntry entry) => entry.Reason is not null || entry.ArgumentsHash is not null || !entry.Details.IsNull;

    internal AuditRecord Seal(AuditLane lane, AuditEntry entry)
    {
        var key = Keys.Current;
        var sequence = lane.Head.Sequence + 1;
        byte[] payload = NeedsKey(entry) ? lane.DataKey!.Encrypt(AuditPayload.Write(entry), lane.Stream, sequence, entropy) : [];
        var payloadHash = payload.Length == 0 ? _nothing : HashOf(payload);
        var record = new AuditRecord
        {
            Stream = lane.Stream,
            Sequence = sequence,
            Timestamp = entry.Timestamp.ToUniversalTime(),
            RunId = entry.RunId.IsDefault ? null : entry.RunId,
            ExecutionId = entry.ExecutionId,
            CallNumber = entry.CallNumber,
            Kind = entry.Kind,
            Subject = entry.Subject,
            Decision = entry.Decision,
            Code = entry.Code,
            Payload = payload,
            PayloadHash = payloadHash,
            KeyId = key.Id,
            PreviousMac = lane.Head.Mac,
            Mac = Mac(lane, key, entry, sequence, payloadHash),
        };
        lane.Advance(record.Mac);
        return record;
    }

    internal AuditCheckpoint Sign(AuditLane lane, DateTimeOffset now)
    {
        var key = Keys.Current;
        var size = FixedSize + key.IdUtf8.Length;
        var fields = new AuditFields(new byte[size]);
        fields.Add(CheckpointTag);
        fields.Add(lane.Stream.Value);
        fields.Add(lane.Head.Sequence);
        fields.Add(lane.Head.Mac);
        fields.Add(now.UtcTicks);
        fields.Add(key.IdUtf8);
        return new AuditCheckpoint(lane.Stream, lane.Head.Sequence, lane.Head.Mac, now.ToUniversalTime(), key.Id, key.SignatureOfCheckpoint(fields.Written));
    }

    internal AuditDataKey Unwrap(AuditStreamId stream, AuditWrappedKey wrapped) => AuditDataKey.Unwrap(
        stream, Keys.Find(wrapped.KeyId) ?? throw new AuditUnavailableException("The data key of an owner was wrapped under a key that is not known any more (IAuditKeyProvider)."), wrapped);

    internal AuditWrappedKey NewDataKey(AuditStreamId stream) => AuditDataKey.Create(stream, Keys.Current, entropy);

    private static AuditHash Mac(AuditLane lane, AuditKeyMaterial key, AuditEntry entry, long sequence, AuditHash payloadHash)
    {
        const int Small = 1024;
        var size = FixedSize + key.IdUtf8.Length + AuditFields.Size(entry.Kind, entry.Subject, entry.Decision, entry.Code);
        var fields = new AuditFields(size <= Small ? stackalloc byte[Small] : new byte[size]);
        fields.Add(RecordTag);
        fields.Add(lane.Stream.Value);
        fields.Add(sequence);
        fields.Add(entry.Timestamp.UtcTicks);
        fields.Add(entry.RunId.IsDefault ? null : entry.RunId.Value);
        fields.Add(entry.ExecutionId?.Value);
        fields.Add(entry.CallNumber);
        fields.Add(entry.Kind);
        fields.Add(entry.Subject);
        fields.Add(entry.Decision);
        fields.Add(entry.Code);
        fields.Add(payloadHash);
        fields.Add(key.IdUtf8);
        fields.Add(lane.Head.Mac);
        return key.MacOfRecord(fields.Written);
    }

    private static AuditHash HashOf(byte[] payload)
    {
        Span<byte> hash = stackalloc byte[AuditHash.Size];
        SHA256.HashData(payload, hash);
        return new AuditHash(hash);
    }
}
