namespace Netra.Agents;

/// <summary>How the ability to process is looked at.</summary>
public sealed class AgentHealthOptions
{
    /// <summary>How long the canary may take, from the asking to its end: 10 milliseconds to 5 minutes. Past it the host is unhealthy.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A canary that takes longer, and still gets through, makes the host degraded: zero to 5 minutes.</summary>
    /// <value>1 second.</value>
    public TimeSpan DegradedAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an answer is given again without another canary: zero to 5 minutes.</summary>
    /// <value>1 second.</value>
    public TimeSpan Remember { get; set; } = TimeSpan.FromSeconds(1);

    /// <exception cref="ArgumentOutOfRangeException">A member is out of range.</exception>
    internal void Check()
    {
        var longest = TimeSpan.FromMinutes(5);
        foreach (var (name, value, least) in new[] { (nameof(Deadline), Deadline, TimeSpan.FromMilliseconds(10)), (nameof(DegradedAfter), DegradedAfter, TimeSpan.Zero), (nameof(Remember), Remember, TimeSpan.Zero) })
        {
            if (value < least || value > longest)
            {
                throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {longest}.");
            }
        }
    }
}
