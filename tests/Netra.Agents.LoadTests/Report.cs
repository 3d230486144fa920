using System.Globalization;

namespace Netra.Agents.LoadTests;

/// <summary>The figures at the end.</summary>
internal static class Report
{
    internal static void Print(Outcome outcome, LibraryMeters meters)
    {
        var (findings, seconds) = (outcome.Findings, outcome.Took.TotalSeconds);
        Line($"runs                 {findings.Runs:N0} in {seconds:F1} s ({findings.Runs / seconds:N0}/s); {findings.Cancelled:N0} cancelled, {findings.CancelledLate:N0} of them when their agent had just answered; {findings.ToolCalls:N0} tool calls, {findings.StuckCalls:N0} of them timed out");
        Line($"events               {findings.Events:N0} ({findings.Events / seconds:N0}/s), read in {findings.Deliveries:N0} deliveries; processor {outcome.Processor.TotalSeconds / seconds:F2} of {Environment.ProcessorCount} cores");
        Line($"");
        Line($"added, in µs               p50        p99      p99.9        max      count");
        foreach (var latency in outcome.Latencies.All)
        {
            Line($"{latency.Name,-20}{latency.Microseconds(50),10:N1} {latency.Microseconds(99),10:N1} {latency.Microseconds(99.9),10:N1} {latency.MaxMicroseconds,10:N1} {latency.Count,10:N0}");
        }

        Line($"");
        Line($"memory               peak working set {Megabytes(outcome.Memory.PeakWorkingSet)}, peak managed heap {Megabytes(outcome.Memory.PeakHeap)}");
        Line($"memory flat          heap after warm-up {Megabytes(outcome.HeapAfterWarmUp)}, at the end {Megabytes(outcome.HeapAtEnd)}; lowest by quarter {string.Join(", ", outcome.Memory.LowestByQuarter().Select(Megabytes))}");
        Line($"live, waiting        {outcome.LiveBytes.Run:N0} B a run with its context, {outcome.LiveBytes.Read:N0} B with a reader (a bare task and a context: {outcome.LiveBytes.Task:N0} B), {LiveBytes.Runs:N0} at once");
        Line($"collections          gen0 {outcome.Collections.Gen0:N0}, gen1 {outcome.Collections.Gen1:N0}, gen2 {outcome.Collections.Gen2:N0}; {outcome.Collections.Paused.TotalMilliseconds:N0} ms paused in all, {outcome.Collections.Paused / outcome.Took:P2} of the time; the longest seen {outcome.Memory.LongestPause.TotalMilliseconds:F1} ms");
        Line($"library counters     merged {meters["netra.agents.events.merged"]:N0}, dropped {meters["netra.agents.events.dropped"]:N0}, late results {meters["netra.agents.late_results"]:N0}, fenced effects {meters["netra.agents.fenced_effects"]:N0}, starved ticks {meters["netra.agents.watchdog.starved"]:N0}");
        Line($"");
        Line($"misroutes {findings.Misroutes:N0}, unmarked gaps {findings.UnmarkedGaps:N0}, marked gaps {findings.MarkedGaps:N0}, lost terminals {findings.LostTerminals:N0}, wrong outcomes {findings.WrongOutcomes:N0}; readers that came back too late {findings.TooLate:N0}");
        foreach (var example in findings.Examples)
        {
            Line($"  {example}");
        }
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB");
}
