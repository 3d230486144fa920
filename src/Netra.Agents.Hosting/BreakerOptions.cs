namespace Netra.Agents.Hosting;

/// <summary>When what keeps failing is left alone for a while. One breaker for each agent and each tool, shared by all runs of all owners.</summary>
public sealed class BreakerOptions
{
    /// <summary>Which share of calls must fail.</summary>
    /// <value>0.5; more than 0, at most 1.</value>
    public double FailureRatio { get; set; } = 0.5;

    /// <summary>How many calls there must be in <see cref="SamplingDuration"/> before anything is concluded.</summary>
    /// <value>20; 2 or more.</value>
    public int MinimumThroughput { get; set; } = 20;

    /// <summary>Over how long the share is taken.</summary>
    /// <value>30 seconds; 500 milliseconds to 1 day.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it is left alone; then one call is let through to see.</summary>
    /// <value>10 seconds; 500 milliseconds to 1 day.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A call that took longer counts as failed, also when it was cancelled meanwhile: so that what hangs until its timeout is noticed.</summary>
    /// <value>Null: only exceptions count.</value>
    public TimeSpan? SlowAfter { get; set; }
}
