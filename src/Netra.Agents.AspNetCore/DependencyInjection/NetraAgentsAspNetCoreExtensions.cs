using Netra.Agents;
using Netra.Agents.AspNetCore;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets the parts of an ASP.NET Core host work for agents.</summary>
public static class NetraAgentsAspNetCoreExtensions
{
    /// <summary>Lets the host's authorization policies decide about calls of tools: a policy that succeeds permits, one that fails forbids whatever else permits.</summary>
    /// <remarks>
    /// The resource of the policies is the <see cref="ToolAuthorizationRequest"/>. They are asked about the run's owner and never about the user of an
    /// <c>HttpContext</c>: a run outlives the request that began it, and the objects of that request serve somebody else by then. A policy that
    /// isn't there, and a handler that throws, deny. <c>AddAuthorization</c> is the host's to call.
    /// </remarks>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Which policy, and about whom; a tool's required permission names its policy by default.</param>
    public static INetraAgentsBuilder AddToolAuthorization(this INetraAgentsBuilder builder, Action<ToolPolicyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ToolPolicyOptions();
        configure?.Invoke(options);
        ArgumentNullException.ThrowIfNull(options.PolicyOf);
        builder.Services.AddSingleton<IToolAuthorizer>(provider => new PolicyToolAuthorizer(provider.GetRequiredService<IServiceScopeFactory>(), options));
        return builder;
    }

    /// <summary>Adds the library's spans and metrics to the OpenTelemetry providers of the host, whenever these are configured. Without a provider it does nothing.</summary>
    /// <param name="builder">The host.</param>
    public static INetraAgentsBuilder AddOpenTelemetry(this INetraAgentsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.ConfigureOpenTelemetryTracerProvider(static tracing => tracing.AddSource(NetraAgentsDiagnostics.ActivitySourceName));
        builder.Services.ConfigureOpenTelemetryMeterProvider(static metrics => metrics.AddMeter(NetraAgentsDiagnostics.MeterName));
        return builder;
    }
}
