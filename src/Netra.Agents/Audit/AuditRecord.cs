namespace Netra.Agents;

/// <summary>One link of an owner's chain, as a store keeps it. It names nobody, and what was said in it is encrypted.</summary>
/// <remarks>
/// <para><see cref="Mac"/> is HMAC-SHA256 over these fields in this order, each behind its length in 4 bytes (all numbers big-endian):
/// <c>netra.audit.record.1</c>, stream (32 bytes), sequence (8), time (8; 100 ns since year 1, UTC), run (16, or none), execution (16, or none),
/// call number (4), kind, subject, decision, code (UTF-8), payload hash (32), key id (UTF-8), previous MAC (32, zeros for the first record).
/// Of a field that isn't there the length is <c>0xFFFFFFFF</c>. The key is HKDF-SHA256 (RFC 5869) of the host's key of that id with no salt and
/// the info <c>netra.audit.key.record.1</c>, 32 bytes long.</para>
/// <para><see cref="Payload"/> is empty, or the id of the owner's data key (8 bytes), a nonce (12), AES-256-GCM ciphertext and its tag (16), bound to
/// stream and sequence. The payload hash is over these bytes, not over what they say: a hash of the clear text could be guessed after the key is gone.</para>
/// </remarks>
public sealed record AuditRecord
{
    /// <summary>The chain.</summary>
    public required AuditStreamId Stream { get; init; }

    /// <summary>The place in the chain, from 1, gapless.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was decided (UTC).</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The run; null for what no run did.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The execution that asked; null when none did.</summary>
    public ExecutionId? ExecutionId { get; init; }

    /// <summary>The number of the tool call in its execution; 0 for anything else. An intent and its outcome have the same.</summary>
    public int CallNumber { get; init; }

    /// <summary>What was decided about: one of <see cref="AuditKinds"/>, or a host's own word.</summary>
    public required string Kind { get; init; }

    /// <summary>The tool, or another name from the host's registrations.</summary>
    public required string Subject { get; init; }

    /// <summary>What was decided: one of <see cref="AuditDecisions"/>, or a host's own word.</summary>
    public required string Decision { get; init; }

    /// <summary>Why, as a code; null when there is none.</summary>
    public string? Code { get; init; }

    /// <summary>What was said, encrypted under the owner's data key; empty when nothing was.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>SHA-256 of <see cref="Payload"/>.</summary>
    public required AuditHash PayloadHash { get; init; }

    /// <summary>Which key made <see cref="Mac"/>.</summary>
    public required string KeyId { get; init; }

    /// <summary>The MAC of the record before; zeros for the first.</summary>
    public required AuditHash PreviousMac { get; init; }

    /// <summary>The MAC over all of this.</summary>
    public required AuditHash Mac { get; init; }

    /// <summary>True when every field is equal, the payload by content.</summary>
    public bool Equals(AuditRecord? other) =>
        other is not null && Stream == other.Stream && Sequence == other.Sequence && Timestamp == other.Timestamp && RunId == other.RunId
        && ExecutionId == other.ExecutionId && CallNumber == other.CallNumber && Kind == other.Kind && Subject == other.Subject && Decision == other.Decision
        && Code == other.Code && Payload.Span.SequenceEqual(other.Payload.Span) && PayloadHash == other.PayloadHash && KeyId == other.KeyId
        && PreviousMac == other.PreviousMac && Mac == other.Mac;

    /// <inheritdoc/>
    public override int GetHashCode() => Mac.GetHashCode();

    /// <summary>The place of the record, and nothing of what it says.</summary>
    public override string ToString() => $"record {Sequence} of stream {Stream}";
}
