using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Netra.Agents;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Tools;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds agents, tools, middleware, sinks and authorizers.</summary>
public static class NetraAgentsBuilderExtensions
{
    private const string NeedsReflection = "Binds the delegate's parameters by reflection; give a ToolDefinition where code is trimmed or compiled ahead of time.";

    /// <summary>Adds an agent as a delegate. What it closes over is shared by all owners: keep nothing of an execution there.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters, unique.</param>
    /// <param name="agent">What it does.</param>
    /// <param name="timeouts">Its deadlines; what isn't set is as the options say.</param>
    /// <param name="turns">What happens when its thread has a run under way; as the options say by default.</param>
    [OverloadResolutionPriority(1)]
    public static INetraAgentsBuilder AddAgent(this INetraAgentsBuilder builder, string name, Func<AgentExecution, CancellationToken, ValueTask<AgentOutput>> agent, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return builder.Add(name, new AgentDelegate(agent), timeouts, turns);
    }

    /// <summary>Adds an agent as a delegate that has nothing to wait for.</summary>
    /// <inheritdoc cref="AddAgent(INetraAgentsBuilder, string, Func{AgentExecution, CancellationToken, ValueTask{AgentOutput}}, AgentTimeouts?, TurnMode?)"/>
    public static INetraAgentsBuilder AddAgent(this INetraAgentsBuilder builder, string name, Func<AgentExecution, CancellationToken, AgentOutput> agent, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return builder.Add(name, (execution, cancellationToken) => new ValueTask<AgentOutput>(agent(execution, cancellationToken)), timeouts, turns);
    }

    /// <summary>Adds an agent by type. A fresh one is made for each execution; its constructor is served from the execution's own scope.</summary>
    public static INetraAgentsBuilder AddAgent<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAgent>(
        this INetraAgentsBuilder builder, string name, AgentTimeouts? timeouts = null, TurnMode? turns = null)
        where TAgent : class, IAgent => builder.Add(name, AgentActivation.Of<TAgent>(), timeouts, turns);

    /// <summary>Adds an agent that is made once from the host's own services and serves all owners: what adapters of other frameworks are. It must keep nothing of an execution.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters, unique.</param>
    /// <param name="make">Makes it when the host is first used. An <see cref="InvalidOperationException"/> or <see cref="ArgumentException"/> that it throws stands in the report of all faults.</param>
    /// <param name="timeouts">Its deadlines; what isn't set is as the options say.</param>
    /// <param name="turns">What happens when its thread has a run under way; as the options say by default.</param>
    public static INetraAgentsBuilder AddSharedAgent(this INetraAgentsBuilder builder, string name, Func<IServiceProvider, AgentDelegate> make, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(make);
        Set(builder).Agents.Add(new RegistrationSet.AgentEntry(name, make, timeouts, turns));
        return builder;
    }

    /// <summary>Adds a tool as a delegate. Parameters that are services, <see cref="UserExecutionContext"/>, <see cref="ToolInvocation"/> or the token are bound by the library; all others are its arguments.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters, unique.</param>
    /// <param name="description">What it does, for a model and for people.</param>
    /// <param name="handler">Returns nothing, a value, or a task of one.</param>
    /// <param name="configure">What it needs. Without a permission, only an <see cref="IToolAuthorizer"/> of the host can permit it.</param>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static INetraAgentsBuilder AddTool(this INetraAgentsBuilder builder, string name, string description, Delegate handler, Action<ToolBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var options = new ToolBuilder();
        configure?.Invoke(options);
        return builder.Add(name, (provider, timeout) =>
        {
            var tool = new DelegateTool(handler, provider.GetRequiredService<IServiceProviderIsService>());
            var definition = new ToolDefinition(name, description, options.Schema ?? tool.Schema)
            {
                RequiredPermission = options.Permission,
                Effect = options.Effect,
                Timeout = options.Timeout,
                Price = options.Price,
                Approval = options.Approval,
            };
            return ToolEntryRule.Make(definition, timeout, tool.UsesToken, tool.InvokeAsync);
        });
    }

    /// <summary>Adds a tool as a definition and a delegate that takes the whole call. Needs no reflection.</summary>
    public static INetraAgentsBuilder AddTool(this INetraAgentsBuilder builder, ToolDefinition definition, Func<ToolInvocation, CancellationToken, ValueTask<ContextValue>> handler)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(handler);
        return builder.Add(definition.Name, (_, timeout) => ToolEntryRule.Make(definition, timeout, usesToken: true, handler));
    }

    /// <summary>Adds a tool as an instance, which serves all owners: it must keep nothing of a call.</summary>
    public static INetraAgentsBuilder AddTool(this INetraAgentsBuilder builder, ITool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return builder.AddTool(tool.Definition, tool.InvokeAsync);
    }

    /// <summary>Adds a tool that is made once from the host's own services and serves all owners: it must keep nothing of a call.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">The name that the tool's definition has.</param>
    /// <param name="make">Makes it when the host is first used. An <see cref="InvalidOperationException"/> or <see cref="ArgumentException"/> that it throws stands in the report of all faults.</param>
    public static INetraAgentsBuilder AddTool(this INetraAgentsBuilder builder, string name, Func<IServiceProvider, ITool> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return builder.Add(name, (provider, timeout) =>
        {
            var tool = make(provider);
            return tool.Definition.Name == name
                ? ToolEntryRule.Make(tool.Definition, timeout, usesToken: true, tool.InvokeAsync)
                : throw new InvalidOperationException($"its definition names it '{tool.Definition.Name}'.");
        });
    }

    /// <summary>Adds a tool by type. A fresh one is made for each call; its constructor is served from the call's own scope.</summary>
    public static INetraAgentsBuilder AddTool<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTool>(this INetraAgentsBuilder builder, ToolDefinition definition)
        where TTool : class, ITool => builder.AddTool(definition, ToolActivation.Of<TTool>());

    /// <summary>Adds a source of tools that are known only while the host runs. It serves all owners; what it keeps of one must be under that owner's key.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="make">Makes it, once a host; the container disposes it.</param>
    public static INetraAgentsBuilder AddToolSource(this INetraAgentsBuilder builder, Func<IServiceProvider, IToolSource> make)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(make);
        builder.Services.AddSingleton(make);
        return builder;
    }

    /// <summary>Adds a link around every execution, inside of those added before.</summary>
    public static INetraAgentsBuilder UseMiddleware(this INetraAgentsBuilder builder, IAgentMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Set(builder).Middleware.Add(_ => middleware);
        return builder;
    }

    /// <summary>Adds a link around every execution. One instance serves all owners: it must keep nothing of an execution.</summary>
    public static INetraAgentsBuilder UseMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>(this INetraAgentsBuilder builder)
        where TMiddleware : class, IAgentMiddleware
    {
        var set = Set(builder);

        // In the container, so that what the library makes is disposed, after the host has stopped.
        builder.Services.TryAddSingleton<TMiddleware>();
        set.Middleware.Add(provider => provider.GetRequiredService<TMiddleware>());
        return builder;
    }

    /// <summary>Adds a link around every tool call, inside of those added before.</summary>
    public static INetraAgentsBuilder UseToolMiddleware(this INetraAgentsBuilder builder, IToolMiddleware middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        Set(builder).ToolMiddleware.Add(_ => middleware);
        return builder;
    }

    /// <summary>Adds a link around every tool call. One instance serves all owners: it must keep nothing of a call.</summary>
    public static INetraAgentsBuilder UseToolMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>(this INetraAgentsBuilder builder)
        where TMiddleware : class, IToolMiddleware
    {
        var set = Set(builder);
        builder.Services.TryAddSingleton<TMiddleware>();
        set.ToolMiddleware.Add(provider => provider.GetRequiredService<TMiddleware>());
        return builder;
    }

    /// <summary>Sends the events of all runs to a sink, through a pump of its own.</summary>
    public static INetraAgentsBuilder AddEventSink(this INetraAgentsBuilder builder, IAgentEventSink sink, Action<EventSinkOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return builder.AddSink(_ => sink, configure);
    }

    /// <summary>Sends the events of all runs to a sink, through a pump of its own.</summary>
    public static INetraAgentsBuilder AddEventSink<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSink>(this INetraAgentsBuilder builder, Action<EventSinkOptions>? configure = null)
        where TSink : class, IAgentEventSink
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<TSink>();
        return builder.AddSink(provider => provider.GetRequiredService<TSink>(), configure);
    }

    /// <summary>Adds an authorizer to those that are asked about each tool call.</summary>
    public static INetraAgentsBuilder AddToolAuthorizer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAuthorizer>(this INetraAgentsBuilder builder)
        where TAuthorizer : class, IToolAuthorizer
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IToolAuthorizer, TAuthorizer>();
        return builder;
    }

    /// <summary>Adds an authorizer to those that are asked about each tool call.</summary>
    public static INetraAgentsBuilder AddToolAuthorizer(this INetraAgentsBuilder builder, IToolAuthorizer authorizer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(authorizer);
        return builder;
    }

    private static INetraAgentsBuilder Add(this INetraAgentsBuilder builder, string name, AgentDelegate agent, AgentTimeouts? timeouts, TurnMode? turns) =>
        builder.AddSharedAgent(name, _ => agent, timeouts, turns);

    private static INetraAgentsBuilder Add(this INetraAgentsBuilder builder, string name, Func<IServiceProvider, TimeSpan, ToolRegistration> make)
    {
        Set(builder).Tools.Add(new RegistrationSet.ToolEntry(name, make));
        return builder;
    }

    private static INetraAgentsBuilder AddSink(this INetraAgentsBuilder builder, Func<IServiceProvider, IAgentEventSink> make, Action<EventSinkOptions>? configure)
    {
        var options = new EventSinkOptions();
        configure?.Invoke(options);
        Set(builder).Sinks.Add(new RegistrationSet.SinkEntry(make, options.Copy()));
        return builder;
    }

    private static RegistrationSet Set(INetraAgentsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return RegistrationSet.Of(builder.Services);
    }
}
