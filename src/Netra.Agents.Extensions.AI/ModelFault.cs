namespace Netra.Agents;

/// <summary>What an exception of a model's client means.</summary>
/// <param name="Code">One of <see cref="ModelErrorCodes"/>, or the host's own.</param>
/// <param name="Message">What the owner is told: nothing of what the exception says unless the host knows that it may be seen.</param>
public sealed record ModelFault(string Code, string Message)
{
    /// <summary>True when asking again may help. Only a call of which nothing was received yet is made again.</summary>
    /// <value>False by default.</value>
    public bool IsTransient { get; init; }

    /// <summary>How long the service wants to be left alone.</summary>
    /// <value>Null by default: not known.</value>
    public TimeSpan? RetryAfter { get; init; }
}
