using System.Collections.Concurrent;
using System.Threading.Channels;
using Netra.Agents.Diagnostics;
using Netra.Agents.Fencing;

namespace Netra.Agents.Audit;

/// <summary>Brings checkpoints to the anchor: after so many records, after a time at the latest, and at the end. No record waits for it.</summary>
internal sealed class AuditAnchoring : IDisposable
{
    private readonly IAuditAnchor _anchor;
    private readonly AuditSealer _sealer;
    private readonly AuditOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskScheduler _scheduler;
    private readonly Action<AuditLane> _released;
    private readonly AgentDiagnostics _diagnostics;
    private readonly ConcurrentQueue<AuditLane> _dirty = new();
    private readonly Channel<AuditLane> _ready = Channel.CreateUnbounded<AuditLane>();
    private readonly ITimer _timer;
    private readonly Task _loop;
    private int _isArmed;

    internal AuditAnchoring(IAuditAnchor anchor, AuditSealer sealer, AuditOptions options, TimeProvider clock, TaskScheduler scheduler, Action<AuditLane> released, AgentDiagnostics diagnostics)
    {
        (_anchor, _sealer, _options, _clock, _scheduler, _released, _diagnostics) = (anchor, sealer, options, clock, scheduler, released, diagnostics);
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static anchoring => ((AuditAnchoring)anchoring!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _loop = Task.Factory.StartNew(static anchoring => ((AuditAnchoring)anchoring!).LoopAsync(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
        }
    }

    /// <summary>Ends the timer and the loop, once it has brought what it has.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _ready.Writer.TryComplete();
    }

    /// <summary>Signs the heads that have no checkpoint yet, and waits until the anchor has them or the time is over.</summary>
    internal async ValueTask CloseAsync()
    {
        Sweep();
        Dispose();
        try
        {
            await _loop.WaitAsync(_options.WriteTimeout, _clock);
        }
        catch (TimeoutException e)
        {
            _diagnostics.AuditAnchorFailed(e);
        }
    }

    /// <summary>Signs a checkpoint for the store if so many records were written since the last.</summary>
    internal AuditCheckpoint? Checkpoint(AuditLane lane) =>
        lane.Head.Sequence - lane.AnchoredSequence >= _options.CheckpointEvery ? _sealer.Sign(lane, _clock.GetUtcNow()) : null;

    /// <summary>Notes that records were written, by whoever has made the lane busy.</summary>
    internal void Written(AuditLane lane, AuditCheckpoint? checkpoint)
    {
        if (checkpoint is not null)
        {
            Bring(lane, checkpoint);
        }
        else if (lane.IsDirty == 0 && Interlocked.Exchange(ref lane.IsDirty, 1) == 0)
        {
            _dirty.Enqueue(lane);
            if (Interlocked.Exchange(ref _isArmed, 1) == 0)
            {
                _timer.Change(_options.CheckpointInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Signs what is not anchored, by whoever has made the lane busy.</summary>
    internal void Sign(AuditLane lane)
    {
        if (lane.IsOpen && lane.Head.Sequence > lane.AnchoredSequence)
        {
            try
            {
                Bring(lane, _sealer.Sign(lane, _clock.GetUtcNow()));
            }
            catch (Exception e)
            {
                _diagnostics.AuditAnchorFailed(e);
            }
        }
    }

    private void Due() => BackgroundCancellation.Forget(Task.Factory.StartNew(static anchoring => ((AuditAnchoring)anchoring!).Sweep(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler));

    private void Sweep()
    {
        Volatile.Write(ref _isArmed, 0);
        for (var left = _dirty.Count; left > 0 && _dirty.TryDequeue(out var lane); left--)
        {
            Volatile.Write(ref lane.IsDirty, 0);
            bool isMine;
            lock (lane)
            {
                isMine = lane is { IsBusy: false, IsClosed: false };
                lane.IsBusy |= isMine;
            }

            if (isMine)
            {
                Sign(lane);
                _released(lane);
            }
            else if (!lane.IsClosed)
            {
                // Whoever is at it notes what it wrote; what was written before must not wait for that to succeed.
                Written(lane, null);
            }
        }
    }

    private void Bring(AuditLane lane, AuditCheckpoint checkpoint)
    {
        lane.AnchoredSequence = checkpoint.Sequence;
        bool isFirst;
        lock (lane)
        {
            isFirst = lane.ToAnchor is null;
            lane.ToAnchor = checkpoint;
        }

        if (isFirst)
        {
            _ready.Writer.TryWrite(lane);
        }
    }

    private async Task LoopAsync()
    {
        while (await _ready.Reader.WaitToReadAsync())
        {
            while (_ready.Reader.TryRead(out var lane))
            {
                AuditCheckpoint checkpoint;
                lock (lane)
                {
                    checkpoint = lane.ToAnchor!;
                    lane.ToAnchor = null;
                }

                await SaveAsync(checkpoint);
            }
        }
    }

    private async Task SaveAsync(AuditCheckpoint checkpoint)
    {
        // Not disposed: who is told late that nobody waits must still be told.
        var time = new CancellationTokenSource();
        try
        {
            await StoreCall.BoundAsync(_anchor.SaveAsync(checkpoint, time.Token), _options.WriteTimeout, _clock, time);
        }
        catch (Exception e)
        {
            _diagnostics.AuditAnchorFailed(e);
        }
    }
}
