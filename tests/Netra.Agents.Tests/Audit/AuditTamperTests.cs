namespace Netra.Agents.Tests.Audit;

/// <summary>What somebody who can write to the store, and has no key, can do to a chain.</summary>
public sealed class AuditTamperTests : IAsyncDisposable
{
    private const int Count = 20;

    private readonly AuditRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Verify_Untouched_IsVerifiedToItsHead()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);

        var found = await _rig.VerifyAsync(AuditRig.Alice, records, new AuditHead(Count, records[^1].Mac));

        Assert.True(found.IsVerified, found.Message);
        Assert.Equal((1L, Count, new AuditHead(Count, records[^1].Mac), true), (found.FirstSequence, (int)found.Count, found.Head, found.IsEndKnown));
        Assert.Null(found.FirstBadSequence);
        Assert.Equal(found with { IsEndKnown = false, Message = "" }, await _rig.VerifyAsync(AuditRig.Alice, records) with { Message = "" });
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 5)]
    [InlineData(7, 1)]
    [InlineData(7, 12)]
    [InlineData(18, 1)]
    public async Task Verify_RecordsRemovedBeforeTheLast_AreMissing(int at, int count)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        records.RemoveRange(at, count);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Missing, at + 1, at);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(20)]
    public async Task Verify_TailCut_ShowsAgainstAKnownHeadAndAgainstTheAnchor(int count)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        var head = new AuditHead(Count, records[^1].Mac);
        await _rig.Trail.DisposeAsync();
        var anchored = await _rig.Anchor.LatestAsync(_rig.Trail.StreamOf(AuditRig.Alice), default);
        records.RemoveRange(Count - count, count);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records, head), AuditFault.Truncated, Count - count + 1, Count - count);
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records, anchored: anchored), AuditFault.Truncated, Count - count + 1, Count - count);

        var unaware = await _rig.VerifyAsync(AuditRig.Alice, records);
        Assert.True(unaware.IsVerified);
        Assert.False(unaware.IsEndKnown);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 5)]
    [InlineData(3, 16)]
    [InlineData(18, 19)]
    public async Task Verify_RecordsSwapped_AreReordered(int one, int other)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        (records[one], records[other]) = (records[other], records[one]);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Reordered, one + 1, one);
    }

    [Theory]
    [InlineData(3, 10)]
    [InlineData(0, 19)]
    public async Task Verify_RecordMovedDown_IsReordered(int from, int to)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        var moved = records[from];
        records.RemoveAt(from);
        records.Insert(to, moved);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Reordered, from + 1, from);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 6)]
    [InlineData(5, 20)]
    public async Task Verify_RecordRepeated_IsReordered(int which, int at)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        records.Insert(at, records[which]);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Reordered, at + 1, at);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(9, false)]
    [InlineData(19, true)]
    public async Task Verify_RecordOfAnotherOwner_IsForeign(int at, bool instead)
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        var others = await _rig.RecordAsync(AuditRig.Bob, Count);
        if (instead)
        {
            records[at] = others[at];
        }
        else
        {
            records.Insert(at, others[at]);
        }

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.ForeignStream, at + 1, at);
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, others), AuditFault.ForeignStream, 1, 0);
    }

    [Fact]
    public async Task Verify_RecordOfAnotherOwnerUnderThisStreamsName_IsAltered()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        var others = await _rig.RecordAsync(AuditRig.Bob, Count);
        records[9] = others[9] with { Stream = records[9].Stream };

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Altered, 10, 9);
    }

    [Fact]
    public async Task Verify_RecordUnderAKeyOfAnotherHost_IsOfAnUnknownKeyOrAltered()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        await using var other = new AuditRig(keys: new SwitchedKeys("theirs"));
        var theirs = await other.RecordAsync(AuditRig.Alice, Count);

        records[9] = theirs[9];
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.UnknownKey, 10, 9);
        records[9] = theirs[9] with { KeyId = "k1" };
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.Altered, 10, 9);
    }

    [Fact]
    public async Task Verify_ChainRolledBackAndGoneOnWith_IsNotTheOneThatIsKnown()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        var head = new AuditHead(Count, records[^1].Mac);
        await using var restored = new AuditRig(keys: _rig.Keys);
        await restored.Store.AppendAsync(records[..15], [], default);
        var forked = await restored.RecordAsync(AuditRig.Alice, 10, from: 100);

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, forked, head), AuditFault.Altered, Count, Count - 1);
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, [.. records[..17], .. forked[17..]]), AuditFault.Missing, 18, 17);
        Assert.True((await _rig.VerifyAsync(AuditRig.Alice, forked)).IsVerified);
    }

    [Fact]
    public async Task Verify_CheckpointForgedOrOfAnother_IsNamed()
    {
        var records = await _rig.RecordAsync(AuditRig.Alice, Count);
        await _rig.RecordAsync(AuditRig.Bob, Count);
        await _rig.Trail.DisposeAsync();
        var mine = (await _rig.Anchor.LatestAsync(_rig.Trail.StreamOf(AuditRig.Alice), default))!;
        var others = (await _rig.Anchor.LatestAsync(_rig.Trail.StreamOf(AuditRig.Bob), default))!;

        Assert.True((await _rig.VerifyAsync(AuditRig.Alice, records, anchored: mine)).IsVerified);
        foreach (var (checkpoint, fault) in new[]
        {
            (mine with { Sequence = 5 }, AuditFault.Altered), (mine with { Head = default }, AuditFault.Altered), (mine with { Timestamp = default }, AuditFault.Altered),
            (mine with { Stream = others.Stream }, AuditFault.Altered), (mine with { Signature = default }, AuditFault.Altered), (mine with { KeyId = "k2" }, AuditFault.Altered),
            (mine with { KeyId = "none" }, AuditFault.UnknownKey), (others, AuditFault.ForeignStream),
        })
        {
            Assert.Equal(fault, (await _rig.VerifyAsync(AuditRig.Alice, records, anchored: checkpoint)).Fault);
            Assert.Equal(fault, (await _rig.VerifyAsync(AuditRig.Alice, records, start: checkpoint)).Fault);
        }
    }

    [Fact]
    public async Task Verify_TextChangedIntoOneThatIsEncodedAlike_IsAltered()
    {
        var entry = _rig.Entry(AuditRig.Alice, 1) with { Subject = "\uFFFD" };
        await _rig.Trail.RecordAsync(entry, default);
        var records = await _rig.RecordsAsync(AuditRig.Alice);

        Assert.True((await _rig.VerifyAsync(AuditRig.Alice, records)).IsVerified);
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, [records[0] with { Subject = "\uD800" }]), AuditFault.Altered, 1, 0);
    }

    [Fact]
    public async Task Verify_FieldsThatRunTogether_AreTold()
    {
        await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 1) with { Kind = "ab", Subject = "c", Code = null }, default);
        var record = Assert.Single(await _rig.RecordsAsync(AuditRig.Alice));

        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, [record with { Kind = "a", Subject = "bc" }]), AuditFault.Altered, 1, 0);
        AssertFound(await _rig.VerifyAsync(AuditRig.Alice, [record with { Code = "" }]), AuditFault.Altered, 1, 0);
    }

    internal static void AssertFound(AuditVerification found, AuditFault fault, long sequence, long index) =>
        Assert.True((fault, sequence, index) == (found.Fault, found.FirstBadSequence, found.FirstBadIndex), $"{found.Fault} at record {found.FirstBadSequence}, place {found.FirstBadIndex}: {found.Message}");
}
