using System.Threading.Channels;
using Netra.Agents.Diagnostics;
using Netra.Agents.Fencing;

namespace Netra.Agents.Audit;

/// <summary>Writes the records of all owners: at once where the store answers at once, else in groups, each owner's in order and nobody's held up by another's.</summary>
internal sealed partial class AuditWriter : IDisposable, IAsyncDisposable
{
    private const int MaxLanesInAGroup = 256;
    private const int Loops = 2;

    private readonly IAuditStore _store;
    private readonly AuditSealer _sealer;
    private readonly AuditOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskScheduler _scheduler;
    private readonly AuditLanes _lanes;
    private readonly AuditAnchoring _anchoring;
    private readonly Channel<AuditLane> _ready = Channel.CreateUnbounded<AuditLane>();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _storeAnswersAtOnce = true;
    private volatile bool _isStopped;
    private int _atWork;

    internal AuditWriter(
        IAuditStore store, IAuditAnchor anchor, AuditSealer sealer, AuditOptions options, TimeProvider clock, TaskScheduler scheduler, AgentDiagnostics diagnostics)
    {
        (_store, _sealer, _options, _clock, _scheduler) = (store, sealer, options, clock, scheduler);
        _anchoring = new AuditAnchoring(anchor, sealer, options, clock, scheduler, Release, diagnostics);
        _lanes = new AuditLanes(sealer, options.MaxOpenOwners, _anchoring.Sign, Release);
        for (var i = 0; i < Loops; i++)
        {
            Start(LoopAsync);
        }
    }

    /// <summary>Takes no more; what waits is still written.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _ready.Writer.TryComplete();
        _anchoring.Dispose();
    }

    /// <summary>Takes no more, and waits until what waits is written and anchored, or the time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
        {
            return;
        }

        _isStopped = true;
        if (Volatile.Read(ref _atWork) > 0)
        {
            try
            {
                await _drained.Task.WaitAsync(_options.WriteTimeout, _clock);
            }
            catch (TimeoutException)
            {
                // Each entry that waits is told by its own call.
            }
        }

        _ready.Writer.TryComplete();
        await _anchoring.CloseAsync();
    }

    /// <summary>Writes an entry; for an erasure, destroys the data key first.</summary>
    /// <exception cref="AuditUnavailableException">It is not taken.</exception>
    internal ValueTask WriteAsync(AuditEntry entry, bool isErasure = false)
    {
        while (true)
        {
            var lane = _lanes.Get(entry.Owner);
            AuditPending? pending = null;
            var isReady = false;
            lock (lane)
            {
                if (lane.IsClosed)
                {
                    continue;
                }

                if (_isStopped)
                {
                    throw new AuditUnavailableException("The audit trail is closed.");
                }

                lane.WasUsed = true;
                if (_storeAnswersAtOnce && !isErasure && lane is { IsBusy: false, PendingCount: 0, IsOpen: true } && (lane.DataKey is not null || !AuditSealer.NeedsKey(entry)))
                {
                    lane.IsBusy = true;
                }
                else
                {
                    if (lane.PendingCount >= _options.MaxPendingPerOwner)
                    {
                        throw new AuditUnavailableException($"{lane.PendingCount} entries of this owner wait to be written already ({nameof(AuditOptions)}.{nameof(AuditOptions.MaxPendingPerOwner)}).");
                    }

                    pending = new AuditPending(entry, isErasure);
                    lane.EnqueueNeedsLock(pending);
                    isReady = TryQueueNeedsLock(lane);
                }
            }

            if (isReady)
            {
                _ready.Writer.TryWrite(lane);
            }

            return pending is null ? WriteAtOnce(lane, entry) : new ValueTask(pending.Task);
        }
    }

    private ValueTask WriteAtOnce(AuditLane lane, AuditEntry entry)
    {
        Task<IReadOnlyList<AuditStreamId>> begun;
        AuditCheckpoint? checkpoint = null;
        try
        {
            var record = _sealer.Seal(lane, entry);
            checkpoint = _anchoring.Checkpoint(lane);
            var appending = _store.AppendAsync([record], checkpoint is null ? [] : [checkpoint], lane.Cancellation.Token);
            _storeAnswersAtOnce &= appending.IsCompleted;
            if (appending.IsCompletedSuccessfully)
            {
                var refused = appending.Result;
                if (refused.Count == 0)
                {
                    lane.IsAlone = false;
                    _anchoring.Written(lane, checkpoint);
                    Release(lane);
                    return default;
                }

                begun = Task.FromResult(refused);
            }
            else
            {
                begun = appending.AsTask();
            }
        }
        catch (Exception e)
        {
            begun = Task.FromException<IReadOnlyList<AuditStreamId>>(e);
        }

        return HandOver(lane, entry, begun, checkpoint);
    }

    /// <summary>From here on it is nobody's thread and nobody's context but the host's.</summary>
    private ValueTask HandOver(AuditLane lane, AuditEntry entry, Task<IReadOnlyList<AuditStreamId>> begun, AuditCheckpoint? checkpoint)
    {
        var pending = new AuditPending(entry, isErasure: false);
        Count(lane);
        Start(() => WriteAloneAsync(lane, [pending], begun, checkpoint));
        return new ValueTask(pending.Task);
    }

    private async Task LoopAsync()
    {
        var group = new List<AuditGroup>();
        while (await _ready.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < MaxLanesInAGroup && _ready.Reader.TryRead(out var lane))
            {
                if (Begin(lane) is not { } taken)
                {
                    continue;
                }

                if (lane.IsAlone || !lane.IsOpen || lane.DataKey is null || taken[0].IsErasure)
                {
                    Start(() => WriteAloneAsync(lane, taken));
                }
                else if (Seal(lane, taken) is { } sealedGroup)
                {
                    group.Add(sealedGroup);
                }
            }

            if (group.Count > 0)
            {
                await WriteTogetherAsync(group);
            }
        }
    }

    private AuditGroup? Seal(AuditLane lane, List<AuditPending> taken)
    {
        try
        {
            return AuditGroup.Seal(lane, taken, _sealer, _anchoring);
        }
        catch (Exception e)
        {
            Fail(lane, taken, e);
            Release(lane);
            return null;
        }
    }

    private void Start(Func<Task> work)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            BackgroundCancellation.Forget(Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap());
        }
    }
}
