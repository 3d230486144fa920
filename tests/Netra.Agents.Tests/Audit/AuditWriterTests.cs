using Netra.Agents.Tests.Events;

namespace Netra.Agents.Tests.Audit;

/// <summary>Nothing acknowledged is lost, nobody waits for another, and a chain stays whole whatever its store does.</summary>
public sealed class AuditWriterTests : IAsyncDisposable
{
    private readonly GatedStore _store = new();
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AuditRig _rig;

    public AuditWriterTests() => _rig = new AuditRig(options => options.MaxPendingPerOwner = 100, store: _store);

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        _store.OnAppend = null;
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Record_StoreThatAnswersAtOnce_CompletesOnTheCallersThread()
    {
        await _rig.RecordAsync(AuditRig.Alice, 1, from: 1);

        var recording = _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 2), default).AsTask();
        Assert.True(recording.IsCompletedSuccessfully);
        Assert.Equal(2, (await _rig.RecordsAsync(AuditRig.Alice)).Count);
    }

    [Fact]
    public async Task Record_ManyOwnersAtOnce_LeavesGaplessChains()
    {
        var owners = Enumerable.Range(0, 100).Select(i => new Owner(new UserId($"user{i}"))).ToArray();

        await Task.WhenAll(owners.SelectMany(owner => Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await _rig.Trail.RecordAsync(_rig.Entry(owner, (10 * writer) + i), default);
            }
        })))).Soon();

        foreach (var owner in owners)
        {
            var found = await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(owner));
            Assert.True(found.IsVerified, found.Message);
            var listed = await _rig.ListAsync(owner);
            Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), listed.Select(entry => entry.Sequence));
            Assert.Equal(40, listed.Select(entry => entry.CallNumber).Distinct().Count());
            for (var writer = 0; writer < 4; writer++)
            {
                var own = listed.Where(entry => entry.CallNumber / 10 == writer).Select(entry => entry.CallNumber).ToList();
                Assert.Equal(own.Order(), own);
            }
        }
    }

    [Fact]
    public async Task Record_StoreThatIsSlow_WritesInGroupsOfManyOwners()
    {
        var owners = Enumerable.Range(0, 50).Select(i => new Owner(new UserId($"user{i}"))).ToArray();
        foreach (var owner in owners)
        {
            await _rig.Trail.RecordAsync(_rig.Entry(owner, 1), default).Soon();
        }

        _store.OnAppend = async (append, _, _) =>
        {
            await _gate.Task;
            return await append();
        };
        var before = _store.Appends;
        var writing = Enumerable.Range(1, 20).SelectMany(i => owners.Select(owner => _rig.Trail.RecordAsync(_rig.Entry(owner, i), default).AsTask())).ToArray();
        Assert.DoesNotContain(writing, task => task.IsCompleted);
        _gate.SetResult();
        await Task.WhenAll(writing).Soon();

        Assert.InRange(_store.Appends - before, 2, 60);
        Assert.InRange(_store.Largest, 200, int.MaxValue);
        foreach (var owner in owners)
        {
            Assert.Equal(21, (await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(owner))).Count);
        }
    }

    [Fact]
    public async Task Record_StoreHangsForOneOwner_NobodyElseWaitsAndItsWritersAreTold()
    {
        var alices = _rig.Trail.StreamOf(AuditRig.Alice);
        await _rig.RecordAsync(AuditRig.Alice, 1);
        await _rig.RecordAsync(AuditRig.Bob, 1);
        CancellationToken seen = default;
        _store.OnAppend = async (append, records, token) =>
        {
            if (records.Any(record => record.Stream == alices))
            {
                seen = token;
                await _gate.Task;
            }

            return await append();
        };
        var hanging = Enumerable.Range(0, 5).Select(i => _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, i), default).AsTask()).ToArray();

        await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Bob, 2), default).Soon();
        Assert.DoesNotContain(hanging, task => task.IsCompleted);
        await AdvanceUntilAsync(Task.WhenAll(hanging));
        foreach (var task in hanging)
        {
            await Assert.ThrowsAsync<AuditUnavailableException>(() => task);
        }

        await Patience.CancelledAsync(seen);

        // The write that nobody waits for any more comes through after all, and the next one finds its place behind it.
        _store.OnAppend = null;
        _gate.SetResult();
        await _rig.RecordAsync(AuditRig.Alice, 3, from: 10);
        var found = await _rig.Trail.VerifyAsync(alices);
        Assert.True(found.IsVerified, found.Message);
        Assert.InRange(found.Count, 4, 5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Record_StoreThrows_TheCallerIsToldAndTheNextFindsItsPlace(bool wasWritten)
    {
        await _rig.RecordAsync(AuditRig.Alice, 2);
        _store.OnAppend = async (append, _, _) =>
        {
            if (wasWritten)
            {
                await append();
            }

            throw new IOException("the disk is full");
        };
        var told = await Assert.ThrowsAsync<AuditUnavailableException>(() => _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 3), default).Soon());
        Assert.IsType<IOException>(told.InnerException);
        _store.OnAppend = null;

        await _rig.RecordAsync(AuditRig.Alice, 1, from: 4);

        var found = await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice));
        Assert.True(found.IsVerified, found.Message);
        Assert.Equal(wasWritten ? 4 : 3, found.Count);
    }

    [Fact]
    public async Task Record_GroupFailsAfterItWasWritten_IsNotWrittenTwice()
    {
        var owners = Enumerable.Range(0, 5).Select(i => new Owner(new UserId($"user{i}"))).ToArray();
        foreach (var owner in owners)
        {
            await _rig.RecordAsync(owner, 1, from: 1);
        }

        var isFirst = true;
        _store.OnAppend = async (append, records, _) =>
        {
            await _gate.Task;
            var isGroup = records.Select(record => record.Stream).Distinct().Count() > 1;
            var result = await append();
            if (isGroup && isFirst)
            {
                isFirst = false;
                throw new IOException("after");
            }

            return result;
        };
        var writing = Enumerable.Range(2, 10).SelectMany(i => owners.Select(owner => _rig.Trail.RecordAsync(_rig.Entry(owner, i), default).AsTask())).ToArray();
        _gate.SetResult();
        await Task.WhenAll(writing).Soon();

        Assert.False(isFirst);
        foreach (var owner in owners)
        {
            Assert.Equal(Enumerable.Range(1, 11), (await _rig.ListAsync(owner)).Select(entry => entry.CallNumber));
            Assert.True((await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(owner))).IsVerified);
        }
    }

    [Fact]
    public async Task Record_OneOwnersFlood_IsRefusedAndNobodyElses()
    {
        await _rig.RecordAsync(AuditRig.Alice, 1);
        await _rig.RecordAsync(AuditRig.Bob, 1);
        _store.OnAppend = async (append, records, _) =>
        {
            if (records[0].Stream == _rig.Trail.StreamOf(AuditRig.Alice))
            {
                await _gate.Task;
            }

            return await append();
        };
        var writing = Enumerable.Range(0, 101).Select(i => _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, i), default).AsTask()).ToList();

        // The first may be at its write already; the bound is on those that wait.
        await Assert.ThrowsAsync<AuditUnavailableException>(async () =>
        {
            for (var i = 0; i < 70; i++)
            {
                writing.Add(_rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, i), default).AsTask());
            }

            await Task.CompletedTask;
        });
        await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Bob, 2), default).Soon();
        _gate.SetResult();
        await Task.WhenAll(writing).Soon();
        Assert.True((await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice))).IsVerified);
    }

    [Fact]
    public async Task Record_TwoTrailsOverOneStore_ShareTheChainAndSeeAnErasure()
    {
        await using var other = new AuditRig(store: _store, keys: _rig.Keys);
        for (var i = 0; i < 10; i++)
        {
            await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 2 * i), default).Soon();
            await other.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, (2 * i) + 1), default).Soon();
        }

        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice);
        await other.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 21), default).Soon();
        await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 22), default).Soon();

        var listed = await _rig.ListAsync(AuditRig.Alice);
        Assert.Equal([.. Enumerable.Range(0, 20), 0, 21, 22], listed.Select(entry => entry.CallNumber));
        Assert.All(listed.Take(20), entry => Assert.Equal(entry.CallNumber % 4 == 0 ? AuditContent.Readable : AuditContent.Erased, entry.Content));
        Assert.Equal(["because", "because"], listed.Skip(21).Select(entry => entry.Reason));
        Assert.True((await other.Trail.VerifyAsync(other.Trail.StreamOf(AuditRig.Alice))).IsVerified);
    }

    [Fact]
    public async Task Erase_StoreFails_IsToldAndCanBeDoneAgain()
    {
        await _rig.RecordAsync(AuditRig.Alice, 2);
        _store.KeyFault = new IOException();
        await Assert.ThrowsAsync<AuditUnavailableException>(() => _rig.Trail.EraseOwnerAsync(AuditRig.Alice).Soon());
        _store.KeyFault = null;
        Assert.Equal("because", (await _rig.ListAsync(AuditRig.Alice))[1].Reason);

        await _rig.Trail.EraseOwnerAsync(AuditRig.Alice).Soon();

        Assert.Equal(AuditContent.Erased, (await _rig.ListAsync(AuditRig.Alice))[1].Content);
    }

    [Fact]
    public async Task Record_MoreOwnersThanAreHeldOpen_GoesOnWhereEachWas()
    {
        await using var rig = new AuditRig(options => options.MaxOpenOwners = 3);
        var owners = Enumerable.Range(0, 30).Select(i => new Owner(new UserId($"user{i}"))).ToArray();
        for (var round = 0; round < 4; round++)
        {
            foreach (var owner in owners)
            {
                await rig.Trail.RecordAsync(rig.Entry(owner, round), default).Soon();
            }
        }

        foreach (var owner in owners)
        {
            Assert.Equal(Enumerable.Range(0, 4), (await rig.ListAsync(owner)).Select(entry => entry.CallNumber));
            Assert.True((await rig.Trail.VerifyAsync(rig.Trail.StreamOf(owner))).IsVerified);
        }
    }

    [Fact]
    public async Task Dispose_WhatWaitsIsWrittenAndNothingIsTakenAfter()
    {
        await _rig.RecordAsync(AuditRig.Alice, 1);
        _store.OnAppend = async (append, _, _) =>
        {
            await _gate.Task;
            return await append();
        };
        var writing = Enumerable.Range(1, 90).Select(i => _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, i), default).AsTask()).ToArray();
        var closing = _rig.Trail.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        await Assert.ThrowsAsync<AuditUnavailableException>(async () => await _rig.Trail.RecordAsync(_rig.Entry(AuditRig.Alice, 99), default));
        _gate.SetResult();
        await closing.Soon();
        await Task.WhenAll(writing).Soon();

        Assert.Equal(91, (await _rig.Trail.VerifyAsync(_rig.Trail.StreamOf(AuditRig.Alice))).Head.Sequence);
        Assert.Equal(91, (await _rig.Anchor.LatestAsync(_rig.Trail.StreamOf(AuditRig.Alice), default))!.Sequence);
    }

    [Fact]
    public async Task Record_BadEntry_IsRefusedAtOnce()
    {
        var entry = _rig.Entry(AuditRig.Alice, 1);
        foreach (var bad in new[] { entry with { Kind = "" }, entry with { Subject = "a\nb" }, entry with { Decision = new string('x', 257) }, entry with { Code = "\uD800" }, entry with { Owner = default } })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await _rig.Trail.RecordAsync(bad, default));
        }

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await _rig.Trail.RecordAsync(null!, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _rig.Trail.EraseOwnerAsync(default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _rig.Trail.RecordAsync(entry, new CancellationToken(canceled: true)));
        Assert.Empty(await _rig.RecordsAsync(AuditRig.Alice));
    }

    /// <summary>Moves the clock until what waits for it has ended; how many timers that takes is not this test's matter.</summary>
    private async Task AdvanceUntilAsync(Task task)
    {
        for (var i = 0; i < 1_000 && !task.IsCompleted; i++)
        {
            _rig.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
