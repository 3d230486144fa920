using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Netra.Agents.Contexts;

namespace Netra.Agents.Audit;

/// <summary>What an entry says, as the bytes that are encrypted: a flag for each part that is there, then the parts.</summary>
internal static class AuditPayload
{
    private const byte HasArguments = 1;
    private const byte HasReason = 2;
    private const byte HasDetails = 4;

    /// <summary>Empty when there is nothing to say.</summary>
    internal static byte[] Write(AuditEntry entry)
    {
        if (entry.ArgumentsHash is null && entry.Reason is null && entry.Details.IsNull)
        {
            return [];
        }

        var details = entry.Details.IsNull ? [] : Details(entry.Details);
        var reason = entry.Reason is null ? 0 : Encoding.UTF8.GetByteCount(entry.Reason);
        var bytes = new byte[1 + (entry.ArgumentsHash is null ? 0 : AuditHash.Size) + (entry.Reason is null ? 0 : 4 + reason) + details.Length];
        var rest = bytes.AsSpan(1);
        if (entry.ArgumentsHash is { } hash)
        {
            bytes[0] |= HasArguments;
            hash.CopyTo(rest);
            rest = rest[AuditHash.Size..];
        }

        if (entry.Reason is not null)
        {
            bytes[0] |= HasReason;
            BinaryPrimitives.WriteInt32BigEndian(rest, reason);
            rest = rest[(4 + Encoding.UTF8.GetBytes(entry.Reason, rest[4..]))..];
        }

        if (details.Length > 0)
        {
            bytes[0] |= HasDetails;
            details.CopyTo(rest);
        }

        return bytes;
    }

    /// <summary>Puts what was said back into an entry.</summary>
    internal static AuditEntry Read(AuditEntry entry, ReadOnlySpan<byte> bytes)
    {
        var flags = bytes[0];
        var rest = bytes[1..];
        if ((flags & HasArguments) != 0)
        {
            entry = entry with { ArgumentsHash = new AuditHash(rest[..AuditHash.Size]) };
            rest = rest[AuditHash.Size..];
        }

        if ((flags & HasReason) != 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            entry = entry with { Reason = Encoding.UTF8.GetString(rest.Slice(4, length)) };
            rest = rest[(4 + length)..];
        }

        if ((flags & HasDetails) != 0)
        {
            var reader = new Utf8JsonReader(rest, new JsonReaderOptions { MaxDepth = 1_000 });
            reader.Read();
            entry = entry with { Details = TaggedJson.Read(ref reader) };
        }

        return entry;
    }

    private static byte[] Details(ContextValue details)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, PlainJson.WriterOptions))
        {
            TaggedJson.Write(writer, details);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
