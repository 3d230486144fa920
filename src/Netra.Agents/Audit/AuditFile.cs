using System.Runtime.CompilerServices;
using Netra.Agents.Audit;

namespace Netra.Agents;

/// <summary>A chain as JSON Lines, for keeping and verifying elsewhere. One header, then a line for each record.</summary>
/// <remarks>Reading is strict: a line that isn't byte for byte what would be written is refused, so that no change to a file goes unseen.</remarks>
public static class AuditFile
{
    /// <summary>Writes a chain.</summary>
    /// <param name="destination">Left open.</param>
    /// <param name="records">The records, in order.</param>
    /// <param name="start">The checkpoint before the first record, when older ones were let go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask WriteAsync(Stream destination, IAsyncEnumerable<AuditRecord> records, AuditCheckpoint? start = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(records);
        await WriteLineAsync(destination, AuditJson.WriteHeader(start), cancellationToken);
        await foreach (var record in records.WithCancellation(cancellationToken))
        {
            await WriteLineAsync(destination, AuditJson.Write(record), cancellationToken);
        }
    }

    /// <summary>Verifies a file without a store.</summary>
    /// <param name="source">Read once, to its end or the first fault; left open.</param>
    /// <param name="verifier">Holds the keys.</param>
    /// <param name="stream">Whose chain it must be.</param>
    /// <param name="anchored">The latest checkpoint from the anchor; null when there is none.</param>
    /// <param name="expectedHead">A head that the chain must have reached; null when none is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async ValueTask<AuditVerification> VerifyAsync(
        Stream source, AuditVerifier verifier, AuditStreamId stream, AuditCheckpoint? anchored = null, AuditHead? expectedHead = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(verifier);
        var lines = new AuditLines(source);
        AuditCheckpoint? start;
        try
        {
            start = await StartAsync(lines, cancellationToken);
        }
        catch (EndOfStreamException e)
        {
            return new AuditVerification { Fault = AuditFault.Truncated, Message = e.Message };
        }
        catch (FormatException e)
        {
            return new AuditVerification { Fault = AuditFault.Altered, Message = $"The file's first line: {e.Message}" };
        }

        return await verifier.VerifyAsync(stream, RecordsAsync(lines, cancellationToken), start, anchored, expectedHead, cancellationToken);
    }

    /// <summary>Reads the records of a file.</summary>
    /// <returns>The records. Reading them throws <see cref="FormatException"/> where a line was changed and <see cref="EndOfStreamException"/> where the file was cut within a line.</returns>
    public static async IAsyncEnumerable<AuditRecord> ReadAsync(Stream source, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var lines = new AuditLines(source);
        await StartAsync(lines, cancellationToken);
        await foreach (var record in RecordsAsync(lines, cancellationToken))
        {
            yield return record;
        }
    }

    private static async ValueTask<AuditCheckpoint?> StartAsync(AuditLines lines, CancellationToken cancellationToken) =>
        AuditJson.ReadHeader(await lines.NextAsync(cancellationToken) ?? throw new EndOfStreamException("The file is empty."));

    private static async IAsyncEnumerable<AuditRecord> RecordsAsync(AuditLines lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            yield return AuditJson.ReadRecord(line);
        }
    }

    private static async ValueTask WriteLineAsync(Stream destination, byte[] line, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(line, cancellationToken);
        await destination.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}
