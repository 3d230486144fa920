using Netra.Agents.Audit;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Audit;

public sealed class AuditCheckpointTests
{
    [Fact]
    public async Task Checkpoint_AfterSoManyRecords_IsAnchored()
    {
        var anchor = new SeenAnchor();
        await using var rig = new AuditRig(options => options.CheckpointEvery = 10, anchor: anchor);
        var records = await rig.RecordAsync(AuditRig.Alice, 35);
        await rig.RecordAsync(AuditRig.Bob, 9);

        await anchor.ReachedAsync(30);

        var latest = (await anchor.LatestAsync(rig.Trail.StreamOf(AuditRig.Alice), default))!;
        Assert.Equal((30, records[29].Mac), (latest.Sequence, latest.Head));
        Assert.True((await rig.Trail.VerifyAsync(latest.Stream)).IsEndKnown);
    }

    [Fact]
    public async Task Checkpoint_AfterTheInterval_CoversTheRest()
    {
        var anchor = new SeenAnchor();
        await using var rig = new AuditRig(options => options.CheckpointInterval = TimeSpan.FromSeconds(30), anchor: anchor);
        await rig.RecordAsync(AuditRig.Alice, 3);
        rig.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(anchor.Saved);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await anchor.ReachedAsync(3);

        await rig.RecordAsync(AuditRig.Alice, 2, from: 3);
        rig.Clock.Advance(TimeSpan.FromSeconds(30));
        await anchor.ReachedAsync(5);
    }

    [Fact]
    public async Task Dispose_AnchorsWhatIsLeft()
    {
        var anchor = new SeenAnchor();
        await using var rig = new AuditRig(anchor: anchor);
        await rig.RecordAsync(AuditRig.Alice, 3);
        await rig.RecordAsync(AuditRig.Bob, 4);

        await rig.Trail.DisposeAsync();

        Assert.Equal([3, 4], anchor.Saved.Select(checkpoint => checkpoint.Sequence).Order());
    }

    [Fact]
    public async Task Anchor_FailsOrHangs_NoRecordWaitsAndItIsCounted()
    {
        var anchor = new SeenAnchor { Fault = new IOException() };
        await using var rig = new AuditRig(options => options.CheckpointEvery = 5, anchor: anchor);
        await rig.RecordAsync(AuditRig.Alice, 5).Soon();
        await rig.Meters.ReachedAsync("netra.agents.audit.failures", 1);
        Assert.Contains(rig.Logs.Lines, line => line.Id == 40 && line.Values["What"] == "checkpoint");

        anchor.Fault = null;
        await rig.RecordAsync(AuditRig.Alice, 5, from: 5).Soon();
        await anchor.ReachedAsync(10);
    }

    [Fact]
    public async Task Store_PastTheBoundOfAnOwner_LosesItsOldestUpToACheckpointAndTheRestVerifies()
    {
        await using var rig = new AuditRig(options => options.CheckpointEvery = 10, store: new InMemoryAuditStore(recordsPerOwner: 50, maxOwners: 10));
        await rig.RecordAsync(AuditRig.Bob, 5);
        await rig.RecordAsync(AuditRig.Alice, 123);
        var stream = rig.Trail.StreamOf(AuditRig.Alice);

        var kept = await rig.Store.ReadAsync(stream, 1, int.MaxValue, default);
        Assert.Equal((81L, 123L), (kept[0].Sequence, kept[^1].Sequence));
        var found = await rig.Trail.VerifyAsync(stream);
        Assert.True(found.IsVerified, found.Message);
        Assert.Equal((81, 43), (found.FirstSequence, found.Count));
        Assert.StartsWith("Verified from record 81 to 123", found.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(81, 43).Select(i => (long)i), (await rig.ListAsync(AuditRig.Alice)).Select(entry => entry.Sequence));
        Assert.Equal(5, (await rig.Trail.VerifyAsync(rig.Trail.StreamOf(AuditRig.Bob))).Count);

        // The file says so too, and without its checkpoint it doesn't pass.
        var file = await rig.ExportAsync(AuditRig.Alice);
        Assert.Equal(81, (await AuditFile.VerifyAsync(new MemoryStream(file), rig.Verifier(), stream)).FirstSequence);
        AuditTamperTests.AssertFound(await rig.VerifyAsync(AuditRig.Alice, kept), AuditFault.Missing, 1, 0);
    }

    [Fact]
    public async Task Store_MoreOwnersThanAreKept_LosesTheOneThatWasQuietLongest()
    {
        await using var rig = new AuditRig(store: new InMemoryAuditStore(recordsPerOwner: 50, maxOwners: 3));
        var owners = Enumerable.Range(0, 5).Select(i => new Owner(new UserId($"user{i}"))).ToArray();
        foreach (var owner in owners[..3])
        {
            await rig.RecordAsync(owner, 1);
        }

        await rig.RecordAsync(owners[3], 1);
        await rig.RecordAsync(owners[1], 1);
        await rig.RecordAsync(owners[4], 1);

        var counts = new List<int>();
        foreach (var owner in owners)
        {
            counts.Add((await rig.RecordsAsync(owner)).Count);
        }

        Assert.Equal(3, counts.Count(count => count > 0));
        Assert.Equal((0, 2), (counts[0], counts[1]));
        await rig.RecordAsync(owners[0], 2);
        Assert.Equal(2, (await rig.ListAsync(owners[0])).Count);
    }

    [Fact]
    public async Task File_RoundTrip_GivesTheRecords()
    {
        await using var rig = new AuditRig();
        var records = await rig.RecordAsync(AuditRig.Alice, 1_500);

        var read = new List<AuditRecord>();
        await foreach (var record in AuditFile.ReadAsync(new MemoryStream(await rig.ExportAsync(AuditRig.Alice))))
        {
            read.Add(record);
        }

        Assert.Equal(records, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"netra.audit.2\"}")]
    [InlineData("{ \"format\":\"netra.audit.1\"}")]
    [InlineData("{\"format\":\"netra.audit.1\"}\n{}")]
    [InlineData("{\"format\":\"netra.audit.1\",\"format\":\"netra.audit.1\"}")]
    [InlineData("[[[[")]
    public async Task File_ThatWasNotWrittenSo_IsRefused(string text)
    {
        await using var rig = new AuditRig();
        var found = await AuditFile.VerifyAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text + "\n")), rig.Verifier(), rig.Trail.StreamOf(AuditRig.Alice));

        Assert.Equal(AuditFault.Altered, found.Fault);
    }

    [Fact]
    public async Task List_InPages_GivesAll()
    {
        await using var rig = new AuditRig();
        await rig.RecordAsync(AuditRig.Alice, 25);

        Assert.Equal(10, (await rig.Trail.ListAsync(AuditRig.Context(AuditRig.Alice), 0, 10)).Count);
        Assert.Equal([21L, 22, 23, 24, 25], (await rig.Trail.ListAsync(AuditRig.Context(AuditRig.Alice), 20, 10)).Select(entry => entry.Sequence));
        Assert.Empty(await rig.Trail.ListAsync(AuditRig.Context(AuditRig.Alice), 25, 10));
        Assert.Empty(await rig.ListAsync(AuditRig.Bob));
    }

    [Fact]
    public async Task KeysOfTheProcess_AreSaidInTheLog()
    {
        await using var rig = new AuditRig(keys: new ProcessAuditKeys(Netra.Agents.Contexts.SystemEntropySource.Instance));
        await using var own = new AuditRig();

        Assert.Contains(rig.Logs.Lines, line => line.Id == 41);
        Assert.DoesNotContain(own.Logs.Lines, line => line.Id == 41);
    }

    private sealed class SeenAnchor : IAuditAnchor
    {
        private readonly InMemoryAuditAnchor _inner = new();
        private readonly List<(long Sequence, TaskCompletionSource Reached)> _waiting = [];
        private readonly List<AuditCheckpoint> _saved = [];

        internal Exception? Fault { get; set; }

        internal IReadOnlyList<AuditCheckpoint> Saved
        {
            get
            {
                lock (_saved)
                {
                    return [.. _saved];
                }
            }
        }

        internal Task ReachedAsync(long sequence)
        {
            lock (_saved)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((sequence, reached));
                Tell();
                return reached.Task.Soon();
            }
        }

        public async ValueTask SaveAsync(AuditCheckpoint checkpoint, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            await _inner.SaveAsync(checkpoint, cancellationToken);
            lock (_saved)
            {
                _saved.Add(checkpoint);
                Tell();
            }
        }

        public ValueTask<AuditCheckpoint?> LatestAsync(AuditStreamId stream, CancellationToken cancellationToken) => _inner.LatestAsync(stream, cancellationToken);

        private void Tell()
        {
            foreach (var (sequence, reached) in _waiting)
            {
                if (_saved.Exists(checkpoint => checkpoint.Sequence == sequence))
                {
                    reached.TrySetResult();
                }
            }
        }
    }
}
