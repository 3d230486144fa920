using Microsoft.Extensions.Hosting;

namespace Netra.Agents.AspNetCore;

/// <summary>What the options may say; all that is wrong is said at once, when the endpoints are mapped.</summary>
internal static class AgentEndpointsRule
{
    internal static void Check(AgentEndpointOptions options, IHostEnvironment environment)
    {
        var faults = Faults(options, environment).ToArray();
        if (faults.Length > 0)
        {
            throw new ArgumentException($"The agents can't be mapped: {string.Join(" ", faults)}", nameof(options));
        }
    }

    private static IEnumerable<string> Faults(AgentEndpointOptions o, IHostEnvironment environment)
    {
        if (o.DevelopmentIdentity is not null && !environment.IsDevelopment())
        {
            yield return $"DevelopmentIdentity lets everybody in as one user; the environment is '{environment.EnvironmentName}', not Development.";
        }

        if (o.GrantsOf is null)
        {
            yield return "GrantsOf is null.";
        }

        foreach (var origin in o.AllowedOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || !uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"AllowedOrigins has '{origin}'; an origin is a scheme, a host and a port where it isn't the scheme's own.";
            }
        }

        foreach (var (name, value, least, most) in new[]
        {
            (nameof(o.MaxMessageBytes), o.MaxMessageBytes, 256, 1024 * 1024),
            (nameof(o.MaxConnectionsPerOwner), o.MaxConnectionsPerOwner, 1, 10_000),
            (nameof(o.MaxConnections), o.MaxConnections, 1, 1_000_000),
            (nameof(o.MaxSubscriptionsPerConnection), o.MaxSubscriptionsPerConnection, 1, 10_000),
            (nameof(o.MessagesPerSecond), o.MessagesPerSecond, 1, 100_000),
        })
        {
            if (value < least || value > most)
            {
                yield return $"{name} must be from {least:N0} to {most:N0}; it is {value:N0}.";
            }
        }

        var (second, hour, day) = (TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1));
        foreach (var (name, value, least, most) in new[]
        {
            (nameof(o.Heartbeat), o.Heartbeat, second, hour),
            (nameof(o.IdleClose), o.IdleClose, second, day),
            (nameof(o.FrameTimeout), o.FrameTimeout, second, hour),
            (nameof(o.RevalidateEvery), o.RevalidateEvery, second, day),
            (nameof(o.CancelWhenGone), o.CancelWhenGone ?? TimeSpan.Zero, TimeSpan.Zero, day),
            (nameof(o.Drain), o.Drain, TimeSpan.Zero, hour),
        })
        {
            if (value < least || value > most)
            {
                yield return $"{name} must be from {least} to {most}; it is {value}.";
            }
        }
    }
}
