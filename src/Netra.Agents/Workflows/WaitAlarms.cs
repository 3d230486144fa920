using System.Collections.Concurrent;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Workflows;

/// <summary>Takes suspended runs on when the first of their waits expires: nobody may be left waiting for an answer that can't come any more.</summary>
/// <remarks>In this process only; after a restart the host takes its runs on by itself. Bounded for an owner, so that one can't use up what another needs.</remarks>
internal sealed class WaitAlarms(TimeProvider clock, AgentDiagnostics diagnostics) : IDisposable
{
    internal const int MaxPerOwner = 1_000;
    internal const int MaxOwners = 100_000;

    private readonly ConcurrentDictionary<Owner, Dictionary<RunId, ITimer>> _timers = new();
    private volatile bool _disposed;

    /// <summary>How a run is taken on; set once, before the first run.</summary>
    internal Func<UserExecutionContext, RunId, ValueTask>? Resume { get; set; }

    internal int Count => _timers.Sum(pair => pair.Value.Count);

    internal void Set(UserExecutionContext context, IReadOnlyList<WorkflowWait> waits)
    {
        if (waits.Min(wait => wait.ExpiresAt) is not { } first)
        {
            return;
        }

        var left = first - clock.GetUtcNow();
        var alarm = new Alarm(this, context);
        ITimer timer;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            timer = clock.CreateTimer(static alarm => ((Alarm)alarm!).Fire(), alarm, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (!TryAdd(context, timer))
        {
            timer.Dispose();
            diagnostics.WaitNotWatched(context.RunId);
            return;
        }

        timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    internal void Clear(Owner owner, RunId runId)
    {
        while (_timers.TryGetValue(owner, out var own))
        {
            lock (own)
            {
                if (_timers.TryGetValue(owner, out var now) && !ReferenceEquals(now, own))
                {
                    continue;
                }

                if (own.Remove(runId, out var timer))
                {
                    timer.Dispose();
                }

                if (own.Count == 0)
                {
                    _timers.TryRemove(KeyValuePair.Create(owner, own));
                }

                return;
            }
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var (_, own) in _timers)
        {
            lock (own)
            {
                foreach (var timer in own.Values)
                {
                    timer.Dispose();
                }
            }
        }

        _timers.Clear();
    }

    private bool TryAdd(UserExecutionContext context, ITimer timer)
    {
        while (!_disposed && (_timers.Count < MaxOwners || _timers.ContainsKey(context.Owner)))
        {
            var own = _timers.GetOrAdd(context.Owner, static _ => []);
            lock (own)
            {
                if (!_timers.TryGetValue(context.Owner, out var now) || !ReferenceEquals(now, own))
                {
                    continue;
                }

                if (own.Count >= MaxPerOwner)
                {
                    return false;
                }

                own[context.RunId] = timer;
                return true;
            }
        }

        return false;
    }

    private async Task FireAsync(UserExecutionContext context)
    {
        Clear(context.Owner, context.RunId);
        try
        {
            await Resume!(context, context.RunId);
        }
        catch (Exception e)
        {
            diagnostics.WaitNotResumed(context.RunId, e);
        }
    }

    private sealed class Alarm(WaitAlarms alarms, UserExecutionContext context)
    {
        internal void Fire() => _ = alarms.FireAsync(context);
    }
}
