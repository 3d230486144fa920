namespace Netra.Agents.LoadTests;

/// <summary>Begins each run when it is due, whatever became of those before it.</summary>
internal sealed class Replay(LoadHost host, RunPlan[] plans, ZipfUsers users, Pace pace, Findings findings, Latencies latencies)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = TimeProvider.System;
    private volatile int _begun;

    internal int Begun => _begun;

    internal int Planned => plans.Length;

    internal int Live => host.Runs.Count;

    internal async Task RunAsync()
    {
        var readers = new List<Task>(plans.Length);
        var began = _clock.GetTimestamp();
        while (_begun < plans.Length)
        {
            var wait = pace.At(plans[_begun].At) - _clock.GetElapsedTime(began);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _clock);
                continue;
            }

            var run = new LiveRun(_begun, plans[_begun]);
            readers.Add(Task.Run(() => ReadAsync(run)));
            _begun++;
        }

        try
        {
            await Task.WhenAll(readers).WaitAsync(Patience, _clock);
        }
        catch (TimeoutException)
        {
            foreach (var _ in readers.Where(static reader => !reader.IsCompleted))
            {
                findings.LostTerminal($"a reader still waits {Patience.TotalSeconds} s after the last arrival");
            }
        }
    }

    private async Task ReadAsync(LiveRun run)
    {
        host.Runs.Add(run);
        await new Subscriber(host.Core, run, users.OtherThan(run.Plan.Owner), pace, findings, latencies).RunAsync();
        host.Runs.Remove(run);
    }
}
