using System.Buffers;
using System.Text.Json;

namespace Netra.Agents.Audit;

/// <summary>Records and checkpoints as a line of JSON each. There is one way to write a line, and any other is refused: no change to a file goes unseen.</summary>
internal static class AuditJson
{
    private const string Format = "netra.audit.1";

    internal static byte[] WriteHeader(AuditCheckpoint? start) => Write(writer =>
    {
        writer.WriteString("format", Format);
        if (start is null)
        {
            return;
        }

        writer.WriteString("stream", start.Stream.ToString());
        writer.WriteNumber("sequence", start.Sequence);
        writer.WriteString("head", start.Head.ToString());
        writer.WriteNumber("time", start.Timestamp.UtcTicks);
        writer.WriteString("key", start.KeyId);
        writer.WriteString("signature", start.Signature.ToString());
    });

    internal static byte[] Write(AuditRecord record) => Write(writer =>
    {
        writer.WriteString("stream", record.Stream.ToString());
        writer.WriteNumber("sequence", record.Sequence);
        writer.WriteNumber("time", record.Timestamp.UtcTicks);
        WriteOptional(writer, "run", record.RunId?.ToString());
        WriteOptional(writer, "execution", record.ExecutionId?.ToString());
        writer.WriteNumber("call", record.CallNumber);
        writer.WriteString("kind", record.Kind);
        writer.WriteString("subject", record.Subject);
        writer.WriteString("decision", record.Decision);
        WriteOptional(writer, "code", record.Code);
        writer.WriteString("payload", Convert.ToHexStringLower(record.Payload.Span));
        writer.WriteString("payload_hash", record.PayloadHash.ToString());
        writer.WriteString("key", record.KeyId);
        writer.WriteString("previous", record.PreviousMac.ToString());
        writer.WriteString("mac", record.Mac.ToString());
    });

    /// <exception cref="FormatException">The line isn't exactly what was written.</exception>
    internal static AuditCheckpoint? ReadHeader(ReadOnlyMemory<byte> line) => Read(
        line,
        static root => Text(root, "format") != Format ? throw new FormatException("another format")
            : !root.TryGetProperty("stream", out _) ? null
            : new AuditCheckpoint(AuditStreamId.Parse(Text(root, "stream")), Number(root, "sequence"), Hash(root, "head"), Time(root), Text(root, "key"), Hash(root, "signature")),
        WriteHeader);

    /// <exception cref="FormatException">The line isn't exactly what was written.</exception>
    internal static AuditRecord ReadRecord(ReadOnlyMemory<byte> line) => Read(
        line,
        static root => new AuditRecord
        {
            Stream = AuditStreamId.Parse(Text(root, "stream")),
            Sequence = Number(root, "sequence"),
            Timestamp = Time(root),
            RunId = Optional(root, "run") is { } run ? RunId.Parse(run) : null,
            ExecutionId = Optional(root, "execution") is { } execution ? ExecutionId.Parse(execution) : null,
            CallNumber = checked((int)Number(root, "call")),
            Kind = Text(root, "kind"),
            Subject = Text(root, "subject"),
            Decision = Text(root, "decision"),
            Code = Optional(root, "code"),
            Payload = Convert.FromHexString(Text(root, "payload")),
            PayloadHash = Hash(root, "payload_hash"),
            KeyId = Text(root, "key"),
            PreviousMac = Hash(root, "previous"),
            Mac = Hash(root, "mac"),
        },
        Write);

    private static T Read<T>(ReadOnlyMemory<byte> line, Func<JsonElement, T> read, Func<T, byte[]> write)
    {
        T value;
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 2 });
            value = read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException or OverflowException or FormatException)
        {
            throw new FormatException($"The line can't be read ({e.GetType().Name}).", e);
        }

        return write(value).AsSpan().SequenceEqual(line.Span) ? value : throw new FormatException("The line is not written as it was.");
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).GetString() ?? throw new FormatException("null");

    private static string? Optional(JsonElement root, string name) => root.TryGetProperty(name, out _) ? Text(root, name) : null;

    private static long Number(JsonElement root, string name) => root.GetProperty(name).GetInt64();

    private static AuditHash Hash(JsonElement root, string name) => AuditHash.TryParse(Text(root, name), out var hash) ? hash : throw new FormatException("no hash");

    private static DateTimeOffset Time(JsonElement root) => new(Number(root, "time"), TimeSpan.Zero);
}
