using System.Text;
using Netra.Agents.Audit;

namespace Netra.Agents.Tests.Audit;

public sealed class AuditErasureTests : IAsyncDisposable
{
    private const string Canary = "zebra-4711";

    private readonly AuditRig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task List_BeforeAndAfterAnErasure_ReadsWhatMayBeRead()
    {
        var told = await RecordAsync(AuditRig.Alice, "first");
        Assert.Equal(told with { Sequence = 1 }, Assert.Single(await _rig.ListAsync(AuditRig.Alice)));

        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice);
        var later = await RecordAsync(AuditRig.Alice, "second");

        var listed = await _rig.ListAsync(AuditRig.Alice);
        Assert.Equal(
            [told with { Sequence = 1, Reason = null, ArgumentsHash = null, Details = default, Content = AuditContent.Erased }, later with { Sequence = 3 }],
            listed.Where(entry => entry.Kind != AuditKinds.Erasure));
        Assert.Equal((2L, AuditKinds.Erasure, AuditDecisions.Erased, AuditContent.Readable), (listed[1].Sequence, listed[1].Kind, listed[1].Decision, listed[1].Content));
    }

    [Fact]
    public async Task Erase_TheChainStillVerifiesAndNobodyElsesIsTouched()
    {
        await _rig.RecordAsync(AuditRig.Alice, 10);
        await _rig.RecordAsync(AuditRig.Bob, 10);

        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice);
        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice);
        await _rig.RecordAsync(AuditRig.Alice, 5, from: 50);

        var found = await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice));
        Assert.True(found.IsVerified, found.Message);
        Assert.Equal(17, found.Count);
        Assert.All(await _rig.ListAsync(AuditRig.Bob), entry => Assert.Equal(AuditContent.Readable, entry.Content));
        Assert.Equal(10, (await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Bob))).Count);
    }

    [Fact]
    public async Task Erase_WithAllThatIsLeft_NothingCanBeDecrypted()
    {
        await RecordAsync(AuditRig.Alice, Canary);
        var stream = _rig.Trail.StreamOf(AuditRig.Alice);
        var old = (await _rig.Store.GetKeyAsync(stream, default))!;
        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice);
        await RecordAsync(AuditRig.Alice, "after");

        // The host's keys, the records and the new data key: the old one is what is missing.
        var material = new AuditKeyRing(_rig.Keys).Find("k1")!;
        var record = (await _rig.RecordsAsync(AuditRig.Alice))[0];
        var now = (await _rig.Store.GetKeyAsync(stream, default))!;
        Assert.NotEqual(old.Bytes.ToArray(), now.Bytes.ToArray());
        using (var key = AuditDataKey.Unwrap(stream, material, now))
        {
            Assert.False(key.Wrote(record.Payload.Span));
            Assert.Null(key.Decrypt(record.Payload, stream, 1));
        }

        // With it, it could be: the test would see.
        using var destroyed = AuditDataKey.Unwrap(stream, material, old);
        Assert.Contains(Canary, Encoding.UTF8.GetString(destroyed.Decrypt(record.Payload, stream, 1)!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_InAnotherPlaceOrStream_CantBeDecrypted()
    {
        await RecordAsync(AuditRig.Alice, Canary);
        var stream = _rig.Trail.StreamOf(AuditRig.Alice);
        var material = new AuditKeyRing(_rig.Keys).Find("k1")!;
        var payload = (await _rig.RecordsAsync(AuditRig.Alice))[0].Payload;
        var wrapped = (await _rig.Store.GetKeyAsync(stream, default))!;
        using var key = AuditDataKey.Unwrap(stream, material, wrapped);

        Assert.NotNull(key.Decrypt(payload, stream, 1));
        Assert.Null(key.Decrypt(payload, stream, 2));
        Assert.Null(key.Decrypt(payload, _rig.Trail.StreamOf(AuditRig.Bob), 1));
        Assert.Null(key.Decrypt(payload[..^1], stream, 1));
        Assert.Null(key.Decrypt(payload[..20], stream, 1));
        Assert.Throws<AuditUnavailableException>(() => AuditDataKey.Unwrap(_rig.Trail.StreamOf(AuditRig.Bob), material, wrapped));
        Assert.Throws<AuditUnavailableException>(() => AuditDataKey.Unwrap(stream, material, new AuditWrappedKey("k1", wrapped.Bytes[..30])));
    }

    [Fact]
    public async Task Payloads_OfEqualEntries_Differ()
    {
        for (var i = 0; i < 50; i++)
        {
            await RecordAsync(AuditRig.Alice, Canary);
        }

        var nonces = (await _rig.RecordsAsync(AuditRig.Alice)).Select(record => Convert.ToHexString(record.Payload.Span.Slice(8, 12)));
        Assert.Equal(50, nonces.Distinct().Count());
    }

    [Fact]
    public async Task List_PayloadChanged_IsUnreadable()
    {
        await RecordAsync(AuditRig.Alice, Canary);
        await using var changed = new AuditRig(keys: _rig.Keys);
        var record = Assert.Single(await _rig.RecordsAsync(AuditRig.Alice));
        var payload = record.Payload.ToArray();
        payload[^1] ^= 1;
        await changed.Store.AppendAsync([record with { Payload = payload }], [], default);
        await changed.Store.AddKeyAsync(record.Stream, (await _rig.Store.GetKeyAsync(record.Stream, default))!, default);

        var entry = Assert.Single(await changed.ListAsync(AuditRig.Alice));
        Assert.Equal((AuditContent.Unreadable, null), (entry.Content, entry.Reason));
        Assert.Equal(AuditFault.Altered, (await changed.Trail.VerifyAsync(record.Stream)).Fault);
    }

    /// <summary>Everything that a store is given, read as text: no one's name, and nothing that was said.</summary>
    [Fact]
    public async Task Record_WithCanariesEverywhere_ShowsNoneToItsStore()
    {
        var owner = new Owner(new TenantId($"tenant-{Canary}"), new UserId($"user-{Canary}"));
        var store = new ScannedStore();
        await using var rig = new AuditRig(options => options.CheckpointEvery = 1, store: store);
        await rig.Trail.RecordAsync(
            rig.Entry(owner, 1, Canary) with { Details = ContextValue.Map(("arguments", ContextValue.Map((Canary, Canary)))), ArgumentsHash = new AuditHash(new byte[32]) }, default);
        await rig.Trail.EraseOwnerAsync(owner);
        await rig.Trail.DisposeAsync();

        Assert.NotEmpty(store.Seen);
        var file = Encoding.Latin1.GetString(await rig.ExportAsync(owner));
        foreach (var text in store.Seen.Append(file))
        {
            Assert.DoesNotContain(Canary, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(Canary)), text, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("get_order", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamOf_OwnersWhoseIdsLookAlike_Differ()
    {
        Owner[] owners = [new(new TenantId("a"), new UserId("b:c")), new(new TenantId("a:b"), new UserId("c")), new(new UserId("a:b:c")), new(new UserId("c")), new(new UserId("C")), new(new TenantId("a"), new UserId("c")), new(new UserId("\u00e9")), new(new UserId("e\u0301"))];
        await using var other = new AuditRig();

        Assert.Equal(owners.Length, owners.Select(_rig.Trail.StreamOf).Distinct().Count());
        Assert.NotEqual(_rig.Trail.StreamOf(AuditRig.Alice), other.Trail.StreamOf(AuditRig.Alice));
        Assert.Equal(_rig.Trail.StreamOf(AuditRig.Alice), _rig.Trail.StreamOf(new Owner(new UserId("alice"))));
    }

    private async Task<AuditEntry> RecordAsync(Owner owner, string reason)
    {
        var entry = _rig.Entry(owner, 1, reason) with { Details = ContextValue.Map(("price", 1.50m), ("note", reason)), ArgumentsHash = new AuditHash(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()) };
        await _rig.Trail.RecordAsync(entry, default);
        return entry;
    }
}
