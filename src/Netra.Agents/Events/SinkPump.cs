using System.Threading.Channels;
using Netra.Agents.Fencing;

namespace Netra.Agents.Events;

/// <summary>Carries the events of all runs to one sink: in order for a run, fairly between runs, with retries, never waited for by a run.</summary>
internal sealed class SinkPump : IDisposable, IAsyncDisposable
{
    private const int Quantum = 64;

    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly IAgentEventSink _sink;
    private readonly EventSinkOptions _options;
    private readonly TimeProvider _clock;
    private readonly EventCounters _counters;
    private readonly TaskScheduler _scheduler;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<SinkLane> _ready;
    private readonly Task[] _loops;

    internal SinkPump(IAgentEventSink sink, EventSinkOptions options, TimeProvider clock, EventCounters counters, TaskScheduler scheduler)
    {
        (_sink, _options, _clock, _counters, _scheduler) = (sink, options, clock, counters, scheduler);
        _ready = Channel.CreateBounded<SinkLane>(new BoundedChannelOptions(options.MaxPendingRuns) { FullMode = BoundedChannelFullMode.Wait });
        _loops = new Task[options.Concurrency];

        // A loop started here must not keep whoever happened to start it: no ambient state of a caller flows in.
        using (ExecutionContext.SuppressFlow())
        {
            for (var i = 0; i < _loops.Length; i++)
            {
                _loops[i] = Task.Factory.StartNew(static pump => ((SinkPump)pump!).LoopAsync(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
            }
        }
    }

    internal string Name => _sink.GetType().Name;

    internal bool TryEnqueue(SinkLane lane) => _ready.Writer.TryWrite(lane);

    internal void ReportOverflow(AgentEvent? last) => _counters.SinkOverflow(Name, last);

    /// <summary>Stops at once, without waiting for what is still to be sent.</summary>
    public void Dispose()
    {
        _ready.Writer.TryComplete();
        BackgroundCancellation.Cancel(_stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ready.Writer.TryComplete())
        {
            try
            {
                await Task.WhenAll(_loops).WaitAsync(_options.DrainTimeout, _clock);
            }
            catch (TimeoutException)
            {
                BackgroundCancellation.Cancel(_stop);
            }
        }
    }

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested && await _ready.Reader.WaitToReadAsync())
        {
            while (!_stop.IsCancellationRequested && _ready.Reader.TryRead(out var lane))
            {
                await DrainAsync(lane);
            }
        }
    }

    /// <summary>Sends what a run has, at most a quantum, so that a run that talks without end doesn't hold up the others.</summary>
    private async Task DrainAsync(SinkLane lane)
    {
        do
        {
            for (var sent = 0; sent < Quantum && !_stop.IsCancellationRequested && lane.Cursor.TryRead(out var item); sent++)
            {
                await DeliverAsync(item);
            }
        }
        while (lane.StaysQueued() && !_stop.IsCancellationRequested && !TryEnqueue(lane));
    }

    private async Task DeliverAsync(AgentEvent item)
    {
        Exception? last = null;
        for (var attempt = 1; attempt <= _options.Attempts; attempt++)
        {
            try
            {
                await AttemptAsync(item);
                return;
            }
            catch (Exception e) when (!_stop.IsCancellationRequested)
            {
                last = e;
            }
            catch (Exception e)
            {
                _counters.Undelivered(Name, item, attempt, e);
                return;
            }

            if (attempt < _options.Attempts)
            {
                await PauseAsync(TimeSpan.FromTicks((long)Math.Min(_options.RetryDelay.Ticks * Math.Pow(2, attempt - 1), LongestPause.Ticks)));
            }
        }

        _counters.Undelivered(Name, item, _options.Attempts, last);
    }

    private async Task AttemptAsync(AgentEvent item)
    {
        var time = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            var sending = _sink.SendAsync(item, time.Token);

            // A sink may ignore its token: the wait has an end of its own.
            await (sending.IsCompleted ? sending.AsTask() : FollowAsync(sending).WaitAsync(_options.SendTimeout, _clock, _stop.Token));
        }
        catch (Exception e) when (e is TimeoutException || _stop.IsCancellationRequested)
        {
            // One clock for both: a wait and a token with a timer each could end in the wrong order, and the sink would never be told.
            // Nor would it be at shutdown, were the token let go before the word came through.
            BackgroundCancellation.Forget(Task.Factory.StartNew(static time => Tell((CancellationTokenSource)time!), time, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler));
            time = null;
            throw;
        }
        finally
        {
            time?.Dispose();
        }

        static void Tell(CancellationTokenSource time)
        {
            using (time)
            {
                time.Cancel();
            }
        }
    }

    /// <summary>What is awaited comes back to this scheduler; a task of the sink's own that is waited for could come back on the thread pool.</summary>
    private static async Task FollowAsync(ValueTask sending) => await sending;

    private async Task PauseAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _clock, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Shutting down: the next attempt sees it.
        }
    }
}
