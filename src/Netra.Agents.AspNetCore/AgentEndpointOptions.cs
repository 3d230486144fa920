using System.Security.Claims;

namespace Netra.Agents;

/// <summary>How browsers and other clients may talk to agents.</summary>
public sealed class AgentEndpointOptions
{
    /// <summary>The claim that names the tenant; a user without it is refused. Null where there are no tenants.</summary>
    public string? TenantClaim { get; set; }

    /// <summary>What the runs of a user may do; nothing by default. Asked once for each request or connection.</summary>
    public Func<ClaimsPrincipal, Grants> GrantsOf { get; set; } = static _ => Grants.None;

    /// <summary>Everybody who is not authenticated is this user. Refused when the endpoints are mapped outside the environment Development.</summary>
    public string? DevelopmentIdentity { get; set; }

    /// <summary>Origins, such as <c>https://app.example</c>, whose pages may connect besides the host's own. A client that names no origin is no browser and is let through.</summary>
    public ISet<string> AllowedOrigins { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The largest message, in bytes: 256 to 1,048,576.</summary>
    /// <value>64 KiB.</value>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>How many connections an owner may have at once, WebSockets and event streams together: 1 to 10,000.</summary>
    /// <value>32.</value>
    public int MaxConnectionsPerOwner { get; set; } = 32;

    /// <summary>How many connections there may be at once: 1 to 1,000,000.</summary>
    /// <value>10,000.</value>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How many runs may be followed on one WebSocket at once: 1 to 10,000.</summary>
    /// <value>64.</value>
    public int MaxSubscriptionsPerConnection { get; set; } = 64;

    /// <summary>How many messages and requests an owner may send a second, on all connections together: 1 to 100,000. Twice as many may come at once.</summary>
    /// <value>20.</value>
    public int MessagesPerSecond { get; set; } = 20;

    /// <summary>How often a silent connection gets a sign of life: 1 second to 1 hour.</summary>
    /// <value>15 seconds.</value>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a WebSocket may stay open while nothing is asked and no run is followed: 1 second to 1 day.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan IdleClose { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a client may take for one frame, in either direction, before its connection is cut: 1 second to 1 hour.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Asked again and again while a connection is open: false ends it. What the host's authentication says of its end (the ticket's
    /// expiry, an <c>exp</c> claim) is kept without it. A failure ends the connection too.
    /// </summary>
    public Func<IServiceProvider, ClaimsPrincipal, CancellationToken, ValueTask<bool>>? Revalidate { get; set; }

    /// <summary>How often <see cref="Revalidate"/> is asked: 1 second to 1 day.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan RevalidateEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Cancels the runs that an owner followed here when their last connection has been gone for so long: zero to 1 day. Null leaves them going.</summary>
    public TimeSpan? CancelWhenGone { get; set; }

    /// <summary>How long connections that follow a run may go on after the host began to stop: zero to 1 hour. They are told at once; the others are closed.</summary>
    /// <value>10 seconds.</value>
    public TimeSpan Drain { get; set; } = TimeSpan.FromSeconds(10);
}
