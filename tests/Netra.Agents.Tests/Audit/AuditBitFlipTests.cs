using System.Globalization;
using System.Text;
using Netra.Agents.Audit;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.Audit;

/// <summary>Each bit of a file of records, turned: none goes unseen, and each is named for what it hit.</summary>
public sealed class AuditBitFlipTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Count = 60;

    private readonly AuditRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    /// <summary>Record by record, between the checkpoint before it and the record after it: what comes before was verified, and need not be again for each bit.</summary>
    [Fact]
    public async Task VerifyFile_EveryBitOfEveryRecordTurned_IsFoundAtItsRecord()
    {
        await _rig.RecordAsync(AuditRig.Alice, Count);
        var (stream, verifier) = (_rig.Trail.StreamOf(AuditRig.Alice), _rig.Verifier());
        var lines = Lines(await _rig.ExportAsync(AuditRig.Alice));
        var starts = (await CheckpointsAsync()).Prepend(null).ToArray();
        var (turned, unknownKeys) = (0, 0);

        await Parallel.ForAsync(0, Count, async (record, _) =>
        {
            var window = await WindowAsync(starts[record], lines[(record + 1)..Math.Min(record + 3, Count + 1)]);
            var from = window.Length - lines[(record + 1)..Math.Min(record + 3, Count + 1)].Sum(line => line.Length);
            var keyAt = Encoding.ASCII.GetString(window).IndexOf("\"key\":\"k1\"", from, StringComparison.Ordinal) + 7;
            Assert.True((await AuditFile.VerifyAsync(new MemoryStream(window), verifier, stream)).IsVerified);
            for (var bit = 8 * from; bit < 8 * (from + lines[record + 1].Length); bit++)
            {
                window[bit / 8] ^= (byte)(1 << (bit % 8));
                var found = await AuditFile.VerifyAsync(new MemoryStream(window), verifier, stream);
                window[bit / 8] ^= (byte)(1 << (bit % 8));

                var isKey = bit / 8 >= keyAt && bit / 8 < keyAt + 2;
                var isRight = found.Fault == AuditFault.Altered || (isKey && found.Fault == AuditFault.UnknownKey);
                Assert.True(isRight && found.FirstBadSequence == record + 1, $"bit {bit % 8} of byte {(bit / 8) - from} of record {record + 1}: {found.Fault} at {found.FirstBadSequence}: {found.Message}");
                Interlocked.Increment(ref turned);
                Interlocked.Add(ref unknownKeys, found.Fault == AuditFault.UnknownKey ? 1 : 0);
            }
        });

        Assert.Equal(8 * lines.Skip(1).Sum(line => line.Length), turned);
        Assert.InRange(unknownKeys, Count, 16 * Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{turned:N0} bits turned, {turned:N0} found and named"));
    }

    /// <summary>A bit of each byte, with the whole file read.</summary>
    [Fact]
    public async Task VerifyFile_ABitOfTheWholeFileTurned_IsFoundAtItsRecord()
    {
        await _rig.RecordAsync(AuditRig.Alice, Count);
        var file = await _rig.ExportAsync(AuditRig.Alice);
        var (stream, verifier, line) = (_rig.Trail.StreamOf(AuditRig.Alice), _rig.Verifier(), 0);

        for (var at = 0; at < file.Length; at++)
        {
            var isEnd = file[at] == '\n';
            if (isEnd || at % 23 == 0 || line == 0)
            {
                file[at] ^= (byte)(1 << (at % 8));
                var found = await AuditFile.VerifyAsync(new MemoryStream(file), verifier, stream);
                file[at] ^= (byte)(1 << (at % 8));
                Assert.False(found.IsVerified, $"byte {at} of line {line}");
                Assert.Equal(line == 0 ? null : line, found.FirstBadSequence);
            }

            line += isEnd ? 1 : 0;
        }

        Assert.Equal(Count + 1, line);
        Assert.True((await AuditFile.VerifyAsync(new MemoryStream(file), verifier, stream)).IsVerified);
    }

    [Fact]
    public async Task Verify_EveryBitOfEveryFieldTurned_IsAlteredOrOfAnUnknownKey()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, 4);
        var record = records[1];
        var turned = 0;
        async Task CheckAsync(AuditRecord altered, AuditFault fault)
        {
            Assert.NotEqual(record, altered);
            AuditTamperTests.AssertFound(await _rig.VerifyAsync(AuditRig.Alice, [records[0], altered, .. records[2..]]), fault, 2, 1);
            turned++;
        }

        for (var bit = 0; bit < 256; bit++)
        {
            await CheckAsync(record with { Stream = new AuditStreamId(Turn(record.Stream.Value, bit)) }, AuditFault.Altered);
            await CheckAsync(record with { PayloadHash = Turn(record.PayloadHash, bit) }, AuditFault.Altered);
            await CheckAsync(record with { PreviousMac = Turn(record.PreviousMac, bit) }, AuditFault.Altered);
            await CheckAsync(record with { Mac = Turn(record.Mac, bit) }, AuditFault.Altered);
        }

        for (var bit = 0; bit < 64; bit++)
        {
            await CheckAsync(record with { Sequence = record.Sequence ^ (1L << bit) }, AuditFault.Altered);
            if (bit < 61)
            {
                await CheckAsync(record with { Timestamp = new DateTimeOffset(record.Timestamp.UtcTicks ^ (1L << bit), TimeSpan.Zero) }, AuditFault.Altered);
            }
        }

        for (var bit = 0; bit < 32; bit++)
        {
            await CheckAsync(record with { CallNumber = record.CallNumber ^ (1 << bit) }, AuditFault.Altered);
        }

        for (var bit = 0; bit < 128; bit++)
        {
            await CheckAsync(record with { RunId = new RunId(Turn(record.RunId!.Value.Value, bit)) }, AuditFault.Altered);
            await CheckAsync(record with { ExecutionId = new ExecutionId(Turn(record.ExecutionId!.Value.Value, bit)) }, AuditFault.Altered);
        }

        for (var bit = 0; bit < 8 * record.Payload.Length; bit++)
        {
            await CheckAsync(record with { Payload = Turn(record.Payload.ToArray(), bit) }, AuditFault.Altered);
        }

        foreach (var bit in Enumerable.Range(0, 16))
        {
            await CheckAsync(record with { Kind = Turn(record.Kind, bit) }, AuditFault.Altered);
            await CheckAsync(record with { Subject = Turn(record.Subject, bit) }, AuditFault.Altered);
            await CheckAsync(record with { Decision = Turn(record.Decision, bit) }, AuditFault.Altered);
            await CheckAsync(records[1] with { Code = Turn("denied", bit) }, AuditFault.Altered);
            await CheckAsync(record with { KeyId = Turn(record.KeyId, bit) }, AuditFault.UnknownKey);
        }

        await CheckAsync(record with { RunId = null }, AuditFault.Altered);
        await CheckAsync(record with { ExecutionId = null }, AuditFault.Altered);
        await CheckAsync(record with { Payload = default }, AuditFault.Altered);
        Assert.InRange(turned, 1_500, int.MaxValue);
    }

    [Fact]
    public async Task VerifyFile_CutAnywhere_IsTruncatedOrKnownFromItsHead()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, 5);
        var file = await _rig.ExportAsync(AuditRig.Alice);
        var (stream, verifier, head) = (_rig.Trail.StreamOf(AuditRig.Alice), _rig.Verifier(), new AuditHead(5, records[^1].Mac));

        for (var length = 0; length < file.Length; length++)
        {
            var found = await AuditFile.VerifyAsync(new MemoryStream(file, 0, length), verifier, stream, expectedHead: head);

            Assert.Equal(AuditFault.Truncated, found.Fault);
            var whole = file.AsSpan(0, length).Count((byte)'\n');
            Assert.Equal(whole == 0 ? null : whole, found.FirstBadSequence);
        }
    }

    private async Task<List<AuditCheckpoint>> CheckpointsAsync()
    {
        var checkpoints = new List<AuditCheckpoint>();
        var sealer = new AuditSealer(new AuditKeyRing(_rig.Keys), SystemEntropySource.Instance);
        foreach (var record in await _rig.RecordsAsync(AuditRig.Alice))
        {
            var lane = new AuditLane(AuditRig.Alice, record.Stream);
            lane.Open(new AuditHead(record.Sequence, record.Mac));
            checkpoints.Add(sealer.Sign(lane, record.Timestamp));
        }

        return checkpoints;
    }

    private static async Task<byte[]> WindowAsync(AuditCheckpoint? start, byte[][] lines)
    {
        using var window = new MemoryStream();
        await AuditFile.WriteAsync(window, AsyncEnumerable.Empty<AuditRecord>(), start);
        foreach (var line in lines)
        {
            window.Write(line);
        }

        return window.ToArray();
    }

    private static byte[][] Lines(byte[] file)
    {
        var lines = new List<byte[]>();
        for (var at = 0; at < file.Length;)
        {
            var end = Array.IndexOf(file, (byte)'\n', at) + 1;
            lines.Add(file[at..end]);
            at = end;
        }

        return [.. lines];
    }

    private static byte[] Turn(byte[] bytes, int bit)
    {
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return bytes;
    }

    private static AuditHash Turn(AuditHash hash, int bit) => new(Turn(hash.ToArray(), bit));

    private static Guid Turn(Guid id, int bit) => new(Turn(id.ToByteArray(), bit));

    private static string Turn(string text, int bit) => (char)(text[0] ^ (1 << bit)) + text[1..];
}
