using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents;

/// <summary>Verifies a chain of records, wherever they come from. Names the first record that is bad, and why.</summary>
/// <remarks>
/// It shares no code with the writer: what the MACs cover is said at <see cref="AuditRecord"/> and <see cref="AuditCheckpoint"/>, and written down here
/// a second time. Records are read once, one by one. Safe for concurrent use.
/// </remarks>
/// <param name="keyOf">Gives the key of an id; null when it isn't known.</param>
public sealed class AuditVerifier(Func<string, AuditVerificationKey?> keyOf)
{
    /// <summary>Verifies a chain.</summary>
    /// <param name="stream">Whose it must be.</param>
    /// <param name="records">The records in the order in which they are kept. A <see cref="FormatException"/> from it stands for a record that can't be read, an <see cref="EndOfStreamException"/> for one that is cut off.</param>
    /// <param name="start">The signed checkpoint before the first record, when older ones were let go; null when the chain is whole.</param>
    /// <param name="anchored">The latest checkpoint from the anchor; null when there is none.</param>
    /// <param name="expectedHead">A head that the chain must have reached; null when none is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<AuditVerification> VerifyAsync(
        AuditStreamId stream, IAsyncEnumerable<AuditRecord> records, AuditCheckpoint? start = null, AuditCheckpoint? anchored = null, AuditHead? expectedHead = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var found = new AuditVerification
        {
            FirstSequence = (start?.Sequence ?? 0) + 1,
            Head = new AuditHead(start?.Sequence ?? 0, start?.Head ?? default),
            IsEndKnown = Math.Max(anchored?.Sequence ?? -1, expectedHead?.Sequence ?? -1) >= (start?.Sequence ?? 0),
        };
        if ((FaultOf(start, stream) ?? FaultOf(anchored, stream)) is { } badCheckpoint)
        {
            return found with { Fault = badCheckpoint.Fault, Message = badCheckpoint.Message };
        }

        AuditHead?[] heads = [expectedHead, anchored is null ? null : new AuditHead(anchored.Sequence, anchored.Head)];
        if (Contradicts(heads, found.Head))
        {
            return found with { Fault = AuditFault.Altered, Message = "The checkpoint before the first record is not the head that is known." };
        }

        var (index, gap) = (-1L, default(AuditVerification));
        await using var reader = records.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            AuditRecord record;
            index++;
            try
            {
                if (!await reader.MoveNextAsync())
                {
                    break;
                }

                record = reader.Current;
            }
            catch (EndOfStreamException e)
            {
                return gap ?? Bad(AuditFault.Truncated, e.Message);
            }
            catch (FormatException e)
            {
                return gap ?? Bad(AuditFault.Altered, e.Message);
            }

            if (gap is not null)
            {
                // What is missing is looked for further on: then it was moved, not removed.
                if (record.Sequence == gap.FirstBadSequence && FaultOf(record, stream) is null)
                {
                    return gap with { Fault = AuditFault.Reordered, Message = $"Record {record.Sequence} stands at place {index}, and not at place {gap.FirstBadIndex}." };
                }

                continue;
            }

            var next = found.Head.Sequence + 1;
            if (FaultOf(record, stream) is { } bad)
            {
                return Bad(bad.Fault, bad.Message);
            }

            if (record.Sequence > next)
            {
                gap = Bad(AuditFault.Missing, $"Record {next} is missing: record {record.Sequence} stands in its place.");
            }
            else if (record.Sequence < next)
            {
                return Bad(AuditFault.Reordered, $"Record {record.Sequence} stands where record {next} should.");
            }
            else if (record.PreviousMac != found.Head.Mac)
            {
                return Bad(AuditFault.Missing, $"Record {next} does not follow the record before it, but one that is not there.");
            }
            else if (Contradicts(heads, new AuditHead(next, record.Mac)))
            {
                return Bad(AuditFault.Altered, $"Record {next} is genuine, but not the one that is known to stand here.");
            }
            else
            {
                found = found with { Head = new AuditHead(next, record.Mac), Count = found.Count + 1 };
            }
        }

        var known = heads.Max(head => head?.Sequence ?? 0);
        return gap ?? (known > found.Head.Sequence
            ? Bad(AuditFault.Truncated, $"The chain ends at record {found.Head.Sequence}; it is known to have had {known}.")
            : found with { Message = $"Verified from record {found.FirstSequence} to {found.Head.Sequence}{(found.IsEndKnown ? "" : "; nothing is known of its end")}." });

        AuditVerification Bad(AuditFault fault, string message) =>
            found with { Fault = fault, FirstBadSequence = found.Head.Sequence + 1, FirstBadIndex = index, Message = message };
    }

    private static bool Contradicts(AuditHead?[] heads, AuditHead head) => Array.Exists(heads, known => known?.Sequence == head.Sequence && known != head);

    private (AuditFault Fault, string Message)? FaultOf(AuditRecord record, AuditStreamId stream)
    {
        if (keyOf(record.KeyId) is not { } key)
        {
            return (AuditFault.UnknownKey, "The record names a key that is not known.");
        }

        var input = new Fields();
        input.Add("netra.audit.record.1");
        input.Add(record.Stream.Value.ToArray());
        input.Add(record.Sequence, 8);
        input.Add(record.Timestamp.UtcTicks, 8);
        input.Add(record.RunId?.Value.ToByteArray(bigEndian: true));
        input.Add(record.ExecutionId?.Value.ToByteArray(bigEndian: true));
        input.Add(record.CallNumber, 4);
        input.Add(record.Kind);
        input.Add(record.Subject);
        input.Add(record.Decision);
        input.Add(record.Code);
        input.Add(record.PayloadHash.ToArray());
        input.Add(record.KeyId);
        input.Add(record.PreviousMac.ToArray());
        return !input.IsSignedBy(key.RecordKey, record.Mac) ? (AuditFault.Altered, "The record is not what was written.")
            : new AuditHash(SHA256.HashData(record.Payload.Span)) != record.PayloadHash ? (AuditFault.Altered, "The record's payload is not what was written.")
            : record.Stream != stream ? (AuditFault.ForeignStream, "The record is a genuine one of another stream.")
            : null;
    }

    private (AuditFault Fault, string Message)? FaultOf(AuditCheckpoint? checkpoint, AuditStreamId stream)
    {
        if (checkpoint is null || keyOf(checkpoint.KeyId) is not { } key)
        {
            return checkpoint is null ? null : (AuditFault.UnknownKey, "A checkpoint names a key that is not known.");
        }

        var input = new Fields();
        input.Add("netra.audit.checkpoint.1");
        input.Add(checkpoint.Stream.Value.ToArray());
        input.Add(checkpoint.Sequence, 8);
        input.Add(checkpoint.Head.ToArray());
        input.Add(checkpoint.Timestamp.UtcTicks, 8);
        input.Add(checkpoint.KeyId);
        return !input.IsSignedBy(key.CheckpointKey, checkpoint.Signature) ? (AuditFault.Altered, "A checkpoint is not what was signed.")
            : checkpoint.Stream != stream ? (AuditFault.ForeignStream, "A checkpoint is a genuine one of another stream.")
            : null;
    }

    /// <summary>Fields, each behind its length.</summary>
    private sealed class Fields
    {
        private readonly List<byte> _bytes = [];
        private bool _isText = true;

        internal void Add(byte[]? field)
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, field?.Length ?? -1);
            _bytes.AddRange(length);
            _bytes.AddRange(field ?? []);
        }

        internal void Add(string? field)
        {
            var bytes = field is null ? null : Encoding.UTF8.GetBytes(field);

            // A lone surrogate is encoded as another character is: two texts must not pass for one.
            _isText &= bytes is null || Encoding.UTF8.GetString(bytes) == field;
            Add(bytes);
        }

        internal void Add(long field, int size)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, field);
            Add(bytes[^size..]);
        }

        internal bool IsSignedBy(ReadOnlyMemory<byte> key, AuditHash mac) => _isText && new AuditHash(HMACSHA256.HashData(key.Span, [.. _bytes])) == mac;
    }
}
