using Netra.Agents.Tests.Conventions;

namespace Netra.Agents.Tests.Audit;

public sealed class AuditKeyTests : IAsyncDisposable
{
    private readonly SwitchedKeys _keys = AuditRig.NewKeys();
    private readonly AuditRig _rig;

    public AuditKeyTests() => _rig = new AuditRig(options => options.CheckpointEvery = 3, keys: _keys);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Rotation_NewRecordsCarryTheNewKeyAndAllVerify()
    {
        await _rig.RecordAsync(AuditRig.Alice, 5);
        _keys.CurrentKeyId = "k2";
        await _rig.RecordAsync(AuditRig.Alice, 5, from: 5);
        _keys.CurrentKeyId = "k3";
        var records = await _rig.RecordAsync(AuditRig.Alice, 5, from: 10);

        Assert.Equal([.. Enumerable.Repeat("k1", 5), .. Enumerable.Repeat("k2", 5), .. Enumerable.Repeat("k3", 5)], records.Select(record => record.KeyId));
        var found = await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice));
        Assert.True(found.IsVerified, found.Message);
        Assert.All(await _rig.ListAsync(AuditRig.Alice), entry => Assert.Equal(AuditContent.Readable, entry.Content));
    }

    [Fact]
    public async Task Verify_KeyThatTheVerifierDoesNotHave_IsUnknown()
    {
        await _rig.RecordAsync(AuditRig.Alice, 5);
        _keys.CurrentKeyId = "k2";
        var records = await _rig.RecordAsync(AuditRig.Alice, 5, from: 5);
        _keys.Forgotten.Add("k2");

        AuditTamperTests.AssertFound(await _rig.VerifyAsync(AuditRig.Alice, records), AuditFault.UnknownKey, 6, 5);
    }

    [Fact]
    public async Task Record_CurrentKeyIsNotAmongTheKeys_FailsAndComesBack()
    {
        await _rig.RecordAsync(AuditRig.Alice, 1);
        _keys.CurrentKeyId = "none";
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 2), default));
        _keys.CurrentKeyId = "k2";

        await _rig.RecordAsync(AuditRig.Alice, 1, from: 3);

        Assert.Equal(2, (await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice))).Count);
    }

    [Fact]
    public async Task List_WrappingKeyForgotten_IsUnreadableAndNotErased()
    {
        await _rig.RecordAsync(AuditRig.Alice, 2);
        await using var later = new AuditRig(store: _rig.Store, keys: _keys);
        _keys.CurrentKeyId = "k2";
        _keys.Forgotten.Add("k1");

        Assert.Equal(AuditContent.Unreadable, (await later.ListAsync(AuditRig.Alice))[1].Content);
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await later.Trail.RecordAsync(later.Entry(AuditRig.Alice, 3), default));
    }

    [Fact]
    public void KeySet_BadKeys_AreRefused()
    {
        var key = new byte[32];
        Assert.Throws<ArgumentException>(() => new AuditKeySet(new byte[31], "a", [KeyValuePair.Create("a", key)]));
        Assert.Throws<ArgumentException>(() => new AuditKeySet(key, "b", [KeyValuePair.Create("a", key)]));
        Assert.Throws<ArgumentException>(() => new AuditKeySet(key, "a", [KeyValuePair.Create("a", new byte[31])]));
        var set = new AuditKeySet(key, "a", [KeyValuePair.Create("a", key)]);
        Array.Fill(key, (byte)1);
        Assert.True(set.TryGetKey("a", out var kept));
        Assert.All(kept.ToArray(), item => Assert.Equal(0, item));
        Assert.False(set.TryGetKey("A", out _));
    }

    [Fact]
    public void Keys_OfThePurposes_Differ()
    {
        var derived = AuditVerificationKey.Derive("a", new byte[32]);

        Assert.NotEqual(derived.RecordKey.ToArray(), derived.CheckpointKey.ToArray());
        Assert.DoesNotContain("0", derived.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Verifier_IsShortAndKnowsNothingOfTheWriter()
    {
        var file = Repository.Core.Single(file => file.Path == "Audit/AuditVerifier.cs");

        Assert.InRange(file.Lines, 1, 200);
        Assert.DoesNotContain("Netra.Agents.Audit;", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Core.Where(other => other is { Folder: "Audit" } && other.Text.Contains("namespace Netra.Agents.Audit;", StringComparison.Ordinal)), other => System.Text.RegularExpressions.Regex.IsMatch(file.Text, $@"\b{other.TypeName}\b"));
    }
}
