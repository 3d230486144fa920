namespace Netra.Agents;

/// <summary>How events are pumped to a sink. Copied at registration.</summary>
public sealed class EventSinkOptions
{
    /// <summary>How many runs' events may be sent at the same time: 1 to 256.</summary>
    /// <value>4 by default.</value>
    public int Concurrency { get; set; } = 4;

    /// <summary>How often one event is tried: 1 to 100.</summary>
    /// <value>3 by default.</value>
    public int Attempts { get; set; } = 3;

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    /// <value>100 milliseconds by default.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long one attempt may take before it is given up.</summary>
    /// <value>10 seconds by default.</value>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many runs may wait for the sink. Past it the events of further runs are counted as undelivered, and a log line says so.</summary>
    /// <value>100,000 by default.</value>
    public int MaxPendingRuns { get; set; } = 100_000;

    /// <summary>How long shutdown waits for what is still to be sent.</summary>
    /// <value>5 seconds by default.</value>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal IEnumerable<string> Faults()
    {
        if (Concurrency is < 1 or > 256)
        {
            yield return $"EventSinkOptions.Concurrency must be 1 to 256; it is {Concurrency}.";
        }

        if (Attempts is < 1 or > 100)
        {
            yield return $"EventSinkOptions.Attempts must be 1 to 100; it is {Attempts}.";
        }

        if (MaxPendingRuns < 1)
        {
            yield return $"EventSinkOptions.MaxPendingRuns must be at least 1; it is {MaxPendingRuns}.";
        }

        foreach (var (name, value) in new[] { (nameof(RetryDelay), RetryDelay), (nameof(SendTimeout), SendTimeout), (nameof(DrainTimeout), DrainTimeout) })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                yield return $"EventSinkOptions.{name} must be more than zero and at most a day; it is {value}.";
            }
        }
    }

    internal EventSinkOptions Copy() => (EventSinkOptions)MemberwiseClone();
}
