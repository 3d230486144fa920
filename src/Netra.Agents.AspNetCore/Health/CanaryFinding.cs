using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Agents.AspNetCore;

/// <summary>How a canary went. Nothing in it is an owner's.</summary>
internal sealed record CanaryFinding(HealthStatus Status, string Description)
{
    internal const string WrongEvents = "wrong_events";

    internal static CanaryFinding Closed { get; } = new(HealthStatus.Unhealthy, "The host stops: it lets no run begin.");

    internal static CanaryFinding Stuck { get; } = new(HealthStatus.Unhealthy, "The last canary run is past its deadline and still hasn't ended.");

    internal static CanaryFinding TooLate(TimeSpan deadline) => new(HealthStatus.Unhealthy, $"A canary run hasn't ended within {deadline}.");

    internal static CanaryFinding Of(string? code, TimeSpan took, TimeSpan degradedAfter) => code switch
    {
        null when took > degradedAfter => new(HealthStatus.Degraded, $"A canary run took {took.TotalMilliseconds:F0} ms."),
        null => new(HealthStatus.Healthy, $"A canary run took {took.TotalMilliseconds:F0} ms."),
        AgentErrorCodes.ShuttingDown => Closed,

        // A limiter of the host's that counts the canary as one more user says nothing of the others.
        AgentErrorCodes.LimitReached => new(HealthStatus.Degraded, "A limit of the host keeps the canary run out."),
        _ => new(HealthStatus.Unhealthy, $"A canary run ended with {code}."),
    };
}
