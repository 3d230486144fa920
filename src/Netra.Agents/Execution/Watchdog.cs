using Netra.Agents.Diagnostics;

namespace Netra.Agents.Execution;

/// <summary>Holds every deadline and finds the dead, with one timer for all runs. It judges nobody for being quiet while the process itself is starved.</summary>
internal sealed class Watchdog(RunDirectory directory, ExecutionSettings settings, TimeProvider clock, AgentDiagnostics diagnostics) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<AgentRun> _live = [];
    private readonly List<RunningExecution.Verdict> _verdicts = [];
    private ITimer? _timer;
    private long _expectedTimestamp;
    private long _notIdleBefore;
    private int _armed;
    private bool _disposed;

    /// <summary>Makes sure that the timer runs: called for each run, so it costs a read when it does.</summary>
    internal void Arm()
    {
        if (Volatile.Read(ref _armed) == 0)
        {
            ArmSlow();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void ArmSlow()
    {
        lock (_gate)
        {
            if (_armed != 0 || _disposed)
            {
                return;
            }

            _expectedTimestamp = Expected();
            Volatile.Write(ref _armed, 1);
            if (_timer is not null)
            {
                _timer.Change(settings.WatchdogPeriod, settings.WatchdogPeriod);
                return;
            }

            // The timer must not keep whoever started the first run: no ambient state of a caller flows in.
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            {
                _timer = clock.CreateTimer(static watchdog => ((Watchdog)watchdog!).Tick(), this, settings.WatchdogPeriod, settings.WatchdogPeriod);
            }
        }
    }

    private void Tick()
    {
        // A tick that comes while the last is still at work is left out; the next sees the same.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            if (_disposed || _armed == 0)
            {
                return;
            }

            CheckStarvation();
            Sweep();
        }
        catch (Exception e)
        {
            diagnostics.WatchdogFailed(e);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void CheckStarvation()
    {
        var now = clock.GetTimestamp();
        var late = clock.GetElapsedTime(_expectedTimestamp, now);
        if (late > settings.StarvationThreshold)
        {
            _notIdleBefore = clock.GetUtcNow().UtcTicks;
            diagnostics.Starved(late);
        }

        _expectedTimestamp = Expected();
    }

    private void Sweep()
    {
        _live.Clear();
        directory.CopyLive(_live);
        _verdicts.Clear();
        foreach (var run in _live)
        {
            lock (run.Identity)
            {
                run.Root?.JudgeNeedsLock(run.UtcTicksNow, _notIdleBefore, _verdicts);
            }
        }

        // In the order of the runs, not of a hash table: that one is another in each process, and a schedule could not be run again.
        foreach (var verdict in _verdicts.Count > 1 ? _verdicts.OrderBy(static verdict => verdict.Execution.Run.Identity, RunOrder.Instance) : _verdicts.AsEnumerable())
        {
            verdict.Carry();
        }

        _verdicts.Clear();
        var nothingLive = _live.Count == 0;
        _live.Clear();
        if (directory.ForgetEnded(clock.GetUtcNow().UtcTicks - settings.RunRetention.Ticks) && nothingLive)
        {
            Disarm();
        }
    }

    private void Disarm()
    {
        Volatile.Write(ref _armed, 0);
        _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A run may have begun between the sweep and here, and have seen the timer armed.
        Interlocked.MemoryBarrier();
        if (directory.Owners > 0)
        {
            _expectedTimestamp = Expected();
            Volatile.Write(ref _armed, 1);
            _timer.Change(settings.WatchdogPeriod, settings.WatchdogPeriod);
        }
    }

    private long Expected() => clock.GetTimestamp() + (long)(settings.WatchdogPeriod.TotalSeconds * clock.TimestampFrequency);
}
