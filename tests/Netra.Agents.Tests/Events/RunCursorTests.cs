using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

public sealed class RunCursorTests
{
    private readonly TestLog _log = new();

    [Fact]
    public async Task WaitAsync_SomethingToRead_IsDoneAtOnce()
    {
        _log.Start();

        var waiting = _log.Reader().WaitAsync(CancellationToken.None);

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.True(await waiting);
    }

    [Fact]
    public async Task WaitAsync_NothingToRead_IsWokenByTheNextEvent()
    {
        var reader = _log.Reader();
        for (var i = 0; i < 100; i++)
        {
            var waiting = reader.WaitAsync(CancellationToken.None);
            Assert.False(waiting.IsCompleted);

            var written = _log.Text("a");

            Assert.True(await waiting.Soon());
            Assert.True(reader.TryRead(out var read));
            Assert.Same(written, read);
        }
    }

    [Fact]
    public async Task WaitAsync_RunHasEndedAndAllWasRead_IsFalse()
    {
        _log.Start();
        var waiting = _log.Reader(1).WaitAsync(CancellationToken.None);
        _log.End();

        Assert.True(await waiting.Soon());
        Assert.False(await _log.Reader(2).WaitAsync(CancellationToken.None));
        Assert.True(await _log.Reader(1).WaitAsync(CancellationToken.None));
    }

    [Fact]
    public async Task WaitAsync_ManyReaders_AreAllWoken()
    {
        var waiting = Enumerable.Range(0, 50).Select(_ => _log.Reader().WaitAsync(CancellationToken.None).Soon()).ToList();
        _log.Start();

        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }

    [Fact]
    public async Task WaitAsync_Cancelled_EndsThatWaitAloneAndTheReaderCanGoOn()
    {
        using var cancellation = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => _log.Reader()).ToList();
        var kept = new[] { readers[0], readers[2] }.Select(reader => reader.WaitAsync(CancellationToken.None).Soon()).ToList();
        var cancelled = readers[1].WaitAsync(cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        var refusal = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Soon());
        Assert.Equal(cancellation.Token, refusal.CancellationToken);
        Assert.All(kept, waiting => Assert.False(waiting.IsCompleted));
        var again = readers[1].WaitAsync(CancellationToken.None).Soon();
        _log.Start();
        Assert.True(await again);
        Assert.All(await Task.WhenAll(kept), Assert.True);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WaitAsync_CancelledAtAnyPlaceInTheLine_LeavesTheOthersInIt(int place)
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 3).Select(i => _log.Reader().WaitAsync(i == place ? cancellation.Token : CancellationToken.None).AsTask()).ToList();
        await cancellation.CancelAsync();
        _log.Start();

        for (var i = 0; i < 3; i++)
        {
            if (i == place)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[i].Soon());
            }
            else
            {
                Assert.True(await waiting[i].Soon());
            }
        }
    }

    [Fact]
    public async Task WaitAsync_CancelledBefore_ThrowsAtOnce() =>
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await _log.Reader().WaitAsync(new CancellationToken(canceled: true)));

    [Fact]
    public async Task WaitAsync_WokenThenCancelled_StaysWoken()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _log.Reader().WaitAsync(cancellation.Token);
        _log.Start();
        await cancellation.CancelAsync();

        Assert.True(await waiting.Soon());
    }

    [Fact]
    public async Task WaitAsync_WokenUnderTheLock_NeverRunsTheReaderThere()
    {
        var reader = _log.Reader();
        var heldTheLock = Reading();
        _log.Start();

        Assert.False(await heldTheLock.Soon());

        async Task<bool> Reading()
        {
            await reader.WaitAsync(CancellationToken.None);
            return Monitor.IsEntered(_log.Run);
        }
    }

    [Fact]
    public async Task WaitAsync_WritersAndCancelsAtOnce_LosesNoEventAndNoReader()
    {
        const int Events = 2_000;
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var reader = _log.Reader();
            var sequences = new List<long>();
            var turn = 0;
            do
            {
                while (reader.TryRead(out var item))
                {
                    sequences.Add(item.Sequence);
                }

                using var cancellation = new CancellationTokenSource();
                var waiting = reader.WaitAsync(cancellation.Token).AsTask();
                if (turn++ % 2 == 0)
                {
                    await cancellation.CancelAsync();
                }

                try
                {
                    if (!await waiting)
                    {
                        return sequences;
                    }
                }
                catch (OperationCanceledException)
                {
                    // The next wait is not cancelled.
                }
            }
            while (true);
        })).ToList();

        for (var i = 1; i < Events; i++)
        {
            _log.Tool();
        }

        _log.End();

        Assert.All(await Task.WhenAll(readers).Soon(), sequences => Assert.Equal(Enumerable.Range(1, Events).Select(i => (long)i), sequences));
    }

    [Fact]
    public void Create_ForAnotherOwner_IsRefusedAndReadsNothing()
    {
        _log.Start();
        foreach (var other in new[] { new Owner(new TenantId("acme"), new UserId("bob")), new Owner(new UserId("alice")), new Owner(new TenantId("Acme"), new UserId("alice")) })
        {
            Assert.Equal(
                "A reader met the log of another owner. Nothing was read.",
                Assert.Throws<InvalidOperationException>(() => new RunCursor(_log.Log, other, 0)).Message);
        }
    }
}
