using Netra.Agents.Fencing;

namespace Netra.Agents.Audit;

/// <summary>How groups are written, and what follows when that fails.</summary>
internal sealed partial class AuditWriter
{
    private const int Attempts = 3;

    /// <summary>Writes the groups of several owners in one call. Where it fails, each is tried for itself: one owner's fault is not another's.</summary>
    private async Task WriteTogetherAsync(List<AuditGroup> groups)
    {
        IReadOnlyList<AuditStreamId> refused;
        try
        {
            List<AuditRecord> records = [.. groups.SelectMany(group => group.Records)];
            List<AuditCheckpoint> checkpoints = [.. groups.Where(group => group.Checkpoint is not null).Select(group => group.Checkpoint!)];
            var time = new CancellationTokenSource();
            var appending = _store.AppendAsync(records, checkpoints, time.Token);
            _storeAnswersAtOnce = appending.IsCompleted;
            refused = await StoreCall.BoundAsync(appending, _options.WriteTimeout, _clock, time);
        }
        catch (Exception e)
        {
            foreach (var group in groups)
            {
                if (groups.Count == 1)
                {
                    Fail(group.Lane, group.Taken, e);
                    Release(group.Lane);
                }
                else
                {
                    var unsure = group.Lane.Head;
                    group.Lane.Forget();
                    group.Lane.IsAlone = true;
                    Start(() => WriteAloneAsync(group.Lane, group.Taken, unsure: unsure));
                }
            }

            return;
        }

        foreach (var group in groups)
        {
            if (refused.Contains(group.Lane.Stream))
            {
                group.Lane.Forget();
                Start(() => WriteAloneAsync(group.Lane, group.Taken));
            }
            else
            {
                Succeed(group.Lane, group.Taken, group.Checkpoint);
            }
        }
    }

    /// <summary>Writes a group of one owner, reading its chain first where it isn't open.</summary>
    /// <param name="lane">Made busy; released here.</param>
    /// <param name="taken">What to write.</param>
    /// <param name="begun">A call of the store that is under way for it.</param>
    /// <param name="checkpoint">The checkpoint that went with that call.</param>
    /// <param name="unsure">Its last record in a write of which nobody knows whether it came through.</param>
    private async Task WriteAloneAsync(
        AuditLane lane, List<AuditPending> taken, Task<IReadOnlyList<AuditStreamId>>? begun = null, AuditCheckpoint? checkpoint = null, AuditHead? unsure = null)
    {
        try
        {
            if (taken[0].IsErasure)
            {
                await EraseAsync(lane);
            }

            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                IReadOnlyList<AuditStreamId> refused;
                if (begun is not null)
                {
                    refused = await BoundAsync(lane, new ValueTask<IReadOnlyList<AuditStreamId>>(begun));
                }
                else
                {
                    await OpenAsync(lane, taken);
                    if (unsure is not null && lane.Head == unsure)
                    {
                        Succeed(lane, taken, null);
                        return;
                    }

                    var group = AuditGroup.Seal(lane, taken, _sealer, _anchoring);
                    checkpoint = group.Checkpoint;
                    refused = await BoundAsync(lane, _store.AppendAsync(group.Records, checkpoint is null ? [] : [checkpoint], lane.Cancellation.Token));
                }

                if (refused.Count == 0)
                {
                    Succeed(lane, taken, checkpoint);
                    return;
                }

                // Another wrote there first; it may have erased, too.
                begun = null;
                lane.Forget();
            }

            throw new AuditUnavailableException("Others write the same chain; no place was found in it.");
        }
        catch (Exception e)
        {
            Fail(lane, taken, e);
            Release(lane);
        }
    }

    private async ValueTask OpenAsync(AuditLane lane, List<AuditPending> taken)
    {
        if (!lane.IsOpen)
        {
            var last = await BoundAsync(lane, _store.LastAsync(lane.Stream, lane.Cancellation.Token));
            lane.Open(last is null ? default : new AuditHead(last.Sequence, last.Mac));
        }

        if (lane.DataKey is null && taken.Exists(pending => AuditSealer.NeedsKey(pending.Entry)))
        {
            var wrapped = await BoundAsync(lane, _store.GetKeyAsync(lane.Stream, lane.Cancellation.Token))
                ?? await BoundAsync(lane, _store.AddKeyAsync(lane.Stream, _sealer.NewDataKey(lane.Stream), lane.Cancellation.Token));
            lane.Use(_sealer.Unwrap(lane.Stream, wrapped));
        }
    }

    /// <summary>First the key goes, then the chain says so: should the second fail, nothing is left that could be read.</summary>
    private async ValueTask EraseAsync(AuditLane lane)
    {
        lane.Forget();
        await StoreCall.BoundAsync(_store.DestroyKeyAsync(lane.Stream, lane.Cancellation.Token), _options.WriteTimeout, _clock, lane.Cancellation);
    }

    private async ValueTask<T> BoundAsync<T>(AuditLane lane, ValueTask<T> call) => await StoreCall.BoundAsync(call, _options.WriteTimeout, _clock, lane.Cancellation);

    private void Succeed(AuditLane lane, List<AuditPending> taken, AuditCheckpoint? checkpoint)
    {
        lane.IsAlone = false;
        _anchoring.Written(lane, checkpoint);

        // First: who is told may record the next thing, and should find the way free.
        Release(lane);
        foreach (var pending in taken)
        {
            pending.TrySetResult();
        }
    }

    /// <summary>Tells all who wait for this owner: each further try could take as long, and nobody should wait for a sum of them.</summary>
    private static void Fail(AuditLane lane, List<AuditPending> taken, Exception why)
    {
        lane.Forget();
        lane.IsAlone = true;
        if (lane.Cancellation.IsCancellationRequested || why is AuditUnavailableException)
        {
            lane.Cancellation = new CancellationTokenSource();
        }

        lock (lane)
        {
            taken.AddRange(lane.TakeAllNeedsLock());
        }

        var told = why as AuditUnavailableException ?? new AuditUnavailableException($"The audit trail can't be written ({why.GetType().Name}).", why);
        foreach (var pending in taken)
        {
            pending.TrySetException(told);
            BackgroundCancellation.Forget(pending.Task);
        }
    }
}
