using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Netra.Agents.AspNetCore;

/// <summary>What all endpoints of one mapping share.</summary>
internal sealed class AgentEndpoints
{
    internal AgentEndpoints(AgentEndpointOptions options, IServiceProvider services)
    {
        AgentEndpointsRule.Check(options, services.GetRequiredService<IHostEnvironment>());
        Options = options;
        Callers = new Callers(options);
        Rates = new MessageRates(options.MessagesPerSecond);
        Executor = services.GetRequiredService<IConnectionExecutor>();
        Core = services.GetRequiredService<IAgentExecutionCore>();
        Runs = services.GetRequiredService<IRunRegistry>();
        Clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        Connections = new LiveConnections(options, services, Core, Runs, lifetime, Clock);
        lifetime.ApplicationStopped.Register(Rates.Dispose);
    }

    internal AgentEndpointOptions Options { get; }

    internal Callers Callers { get; }

    internal MessageRates Rates { get; }

    internal IConnectionExecutor Executor { get; }

    internal IAgentExecutionCore Core { get; }

    internal IRunRegistry Runs { get; }

    internal LiveConnections Connections { get; }

    internal TimeProvider Clock { get; }

    /// <summary>An endpoint that is reached by one authenticated owner, from a page that may, and not too often. The only way in.</summary>
    internal RequestDelegate For(Func<AgentEndpoints, HttpContext, Caller, Task> endpoint) => async context =>
    {
        if (!Origins.IsAllowed(context.Request, Options.AllowedOrigins))
        {
            await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "origin_not_allowed", "Pages of this origin may not talk to this host.");
        }
        else if (Callers.Of(context) is not { } caller)
        {
            await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "unauthenticated", "Sign in first.");
        }
        else if (Rates.Ask(caller.Owner) is { } refused)
        {
            await Problems.WriteAsync(context, refused);
        }
        else
        {
            await endpoint(this, context, caller);
        }
    };
}
