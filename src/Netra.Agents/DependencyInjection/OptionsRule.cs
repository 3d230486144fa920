namespace Netra.Agents.DependencyInjection;

internal static class OptionsRule
{
    internal static IEnumerable<string> Faults(NetraAgentsOptions options)
    {
        if (options.Timeouts is null)
        {
            yield return "NetraAgentsOptions.Timeouts is null.";
        }

        foreach (var fault in options.Timeouts?.Faults("NetraAgentsOptions.Timeouts") ?? [])
        {
            yield return fault;
        }

        foreach (var fault in options.Scheduling?.Faults("NetraAgentsOptions.Scheduling") ?? ["NetraAgentsOptions.Scheduling is null."])
        {
            yield return fault;
        }

        foreach (var fault in options.Budgets?.Faults("NetraAgentsOptions.Budgets") ?? ["NetraAgentsOptions.Budgets is null."])
        {
            yield return fault;
        }

        foreach (var fault in options.Audit?.Faults("NetraAgentsOptions.Audit") ?? ["NetraAgentsOptions.Audit is null."])
        {
            yield return fault;
        }

        foreach (var (name, value) in new (string, long)[]
        {
            (nameof(options.MaxStepsPerRun), options.MaxStepsPerRun), (nameof(options.MaxToolCallsPerOwner), options.MaxToolCallsPerOwner),
            (nameof(options.RetainedEventsPerRun), options.RetainedEventsPerRun), (nameof(options.RetainedTextPerRun), options.RetainedTextPerRun),
            (nameof(options.RetainedRunsPerOwner), options.RetainedRunsPerOwner), (nameof(options.RetainedRuns), options.RetainedRuns), (nameof(options.MaxStateValueSize), options.MaxStateValueSize), (nameof(options.HistoryTurnsPerThread), options.HistoryTurnsPerThread),
        })
        {
            if (value is < 1 or > 100_000_000)
            {
                yield return $"NetraAgentsOptions.{name} must be 1 to 100,000,000; it is {value}.";
            }
        }

        foreach (var (name, value, least) in new[]
        {
            (nameof(options.ToolTimeout), options.ToolTimeout, TimeSpan.FromMilliseconds(1)), (nameof(options.RunRetention), options.RunRetention, TimeSpan.Zero),
            (nameof(options.WatchdogPeriod), options.WatchdogPeriod, TimeSpan.FromMilliseconds(1)), (nameof(options.StarvationThreshold), options.StarvationThreshold, TimeSpan.FromMilliseconds(1)),
        })
        {
            if (value < least || value > TimeSpan.FromDays(1))
            {
                yield return $"NetraAgentsOptions.{name} must be {least} to one day; it is {value}.";
            }
        }

        if (options.RunStateRetention < TimeSpan.FromMinutes(1) || options.RunStateRetention > TimeSpan.FromDays(3_650))
        {
            yield return $"NetraAgentsOptions.RunStateRetention must be one minute to 3,650 days; it is {options.RunStateRetention}.";
        }

        if (options.LogPseudonymKey is { Length: < 16 } key)
        {
            yield return $"NetraAgentsOptions.LogPseudonymKey must have at least 16 bytes; it has {key.Length}.";
        }
    }
}
