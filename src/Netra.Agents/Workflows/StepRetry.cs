namespace Netra.Agents;

/// <summary>How often and how patiently a failed step is tried again: each delay is longer than the last by a factor, with chance in it.</summary>
/// <remarks>What is denied or cancelled is not tried again. Full jitter: the delay is drawn evenly from a share of it up to the whole.</remarks>
public sealed record StepRetry
{
    /// <summary>How often the step is tried in all, the first time included: 2 to 100.</summary>
    /// <value>3.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Before the second attempt.</summary>
    /// <value>200 milliseconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How much longer each delay is than the last: 1 to 10.</summary>
    /// <value>2.</value>
    public double Factor { get; init; } = 2;

    /// <summary>No delay is longer.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much of a delay is left to chance: 0 to 1.</summary>
    /// <value>0.5.</value>
    public double Jitter { get; init; } = 0.5;

    /// <summary>The delay before an attempt. Pure.</summary>
    /// <param name="attempt">Which one is to come, from 2.</param>
    /// <param name="chance">From 0 to 1.</param>
    internal TimeSpan DelayBefore(int attempt, double chance)
    {
        var whole = Math.Min(Delay.TotalMilliseconds * Math.Pow(Factor, attempt - 2), MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(whole * (1 - (Jitter * chance)));
    }

    internal string? Fault() =>
        MaxAttempts is < 2 or > 100 ? $"MaxAttempts must be 2 to 100; it is {MaxAttempts}."
        : Delay < TimeSpan.Zero || Delay > TimeSpan.FromDays(1) ? $"Delay must be zero to one day; it is {Delay}."
        : MaxDelay < Delay || MaxDelay > TimeSpan.FromDays(1) ? $"MaxDelay must be at least Delay and at most one day; it is {MaxDelay}."
        : Factor is not (>= 1 and <= 10) ? $"Factor must be 1 to 10; it is {Factor}."
        : Jitter is not (>= 0 and <= 1) ? $"Jitter must be 0 to 1; it is {Jitter}."
        : null;
}
