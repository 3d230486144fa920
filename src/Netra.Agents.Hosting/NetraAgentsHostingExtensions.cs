using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Agents;
using Netra.Agents.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host adds around the library.</summary>
public static class NetraAgentsHostingExtensions
{
    /// <summary>Brings the library to rest when the host stops: no run begins any more, those under way are waited for, what is left is cancelled.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">How long to wait.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grace is out of range.</exception>
    public static INetraAgentsBuilder AddDrain(this INetraAgentsBuilder builder, Action<DrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new DrainOptions();
        configure?.Invoke(options);
        options = options.Checked();
        builder.Services.AddSingleton<IHostedService>(provider => new DrainService(
            provider.GetRequiredService<IRunOperator>(), options, provider.GetService<ILogger<DrainService>>() ?? NullLogger<DrainService>.Instance));
        return builder;
    }

    /// <summary>Limits how often each owner may begin runs and call tools. Concurrency is limited by <see cref="SchedulingOptions"/> and <see cref="NetraAgentsOptions.MaxToolCallsPerOwner"/>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Makes the limiter of an owner, such as a token bucket or a sliding window.</param>
    public static INetraAgentsBuilder AddRateLimits(this INetraAgentsBuilder builder, Action<RateLimitOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new RateLimitOptions();
        configure(options);
        if (options.Runs is { } runs)
        {
            builder.Services.AddSingleton<IRunLimiter>(_ => new RunRateLimiter(new OwnerRateLimits(runs)));
        }

        if (options.ToolCalls is { } calls)
        {
            builder.Services.AddSingleton<IToolLimiter>(_ => new ToolRateLimiter(new OwnerRateLimits(calls)));
        }

        return builder;
    }

    /// <summary>Leaves an agent alone for a while when it keeps failing: its executions fail at once then, with the code <c>breaker_open</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">When.</param>
    public static INetraAgentsBuilder UseAgentBreakers(this INetraAgentsBuilder builder, Action<BreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(provider => new AgentBreaker(Breakers(provider, configure, "gen_ai.agent.name")));
        return builder.UseMiddleware<AgentBreaker>();
    }

    /// <summary>Leaves a tool alone for a while when it keeps failing: its calls fail at once then, with the code <c>breaker_open</c>.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">When.</param>
    public static INetraAgentsBuilder UseToolBreakers(this INetraAgentsBuilder builder, Action<BreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(provider => new ToolBreaker(Breakers(provider, configure, "gen_ai.tool.name")));
        return builder.UseToolMiddleware<ToolBreaker>();
    }

    private static Breakers Breakers(IServiceProvider provider, Action<BreakerOptions>? configure, string tag)
    {
        var options = new BreakerOptions();
        configure?.Invoke(options);
        return new Breakers(options, tag, provider.GetRequiredService<TimeProvider>(), provider.GetService<IMeterFactory>());
    }
}
