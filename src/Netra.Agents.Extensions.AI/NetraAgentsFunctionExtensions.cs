using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Netra.Agents;
using Netra.Agents.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds functions of Microsoft.Extensions.AI as tools.</summary>
public static class NetraAgentsFunctionExtensions
{
    private const string NeedsReflection = "Binds methods by reflection; give AIFunctions or ToolDefinitions where code is trimmed or compiled ahead of time.";

    /// <summary>Adds functions as tools. Each serves all owners: what it closes over is shared by them. Without a permission only an <see cref="IToolAuthorizer"/> of the host can permit them.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="functions">The functions. Services and the token are bound to the one call; the schema is the function's own.</param>
    public static INetraAgentsBuilder AddTools(this INetraAgentsBuilder builder, params IReadOnlyList<AIFunction> functions) => builder.AddTools(functions, configure: null);

    /// <summary>Adds functions as tools.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="functions">The functions.</param>
    /// <param name="configure">What each needs and does, such as <c>tool => tool with { RequiredPermission = "orders.read" }</c>.</param>
    public static INetraAgentsBuilder AddTools(this INetraAgentsBuilder builder, IReadOnlyList<AIFunction> functions, Func<ToolDefinition, ToolDefinition>? configure)
    {
        ArgumentNullException.ThrowIfNull(functions);
        foreach (var function in functions)
        {
            ArgumentNullException.ThrowIfNull(function, nameof(functions));
            builder.AddTool(function.Name, _ => new FunctionTool(function, configure));
        }

        return builder;
    }

    /// <summary>Adds the methods of a type that have <see cref="AgentToolAttribute"/> as tools. A fresh instance is made for each call, from the call's own scope.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="builder">The host.</param>
    /// <param name="configure">What each needs and does beside what its attribute says.</param>
    /// <exception cref="ArgumentException">The type has no such method.</exception>
    [RequiresUnreferencedCode(NeedsReflection)]
    [RequiresDynamicCode(NeedsReflection)]
    public static INetraAgentsBuilder AddToolsFrom<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this INetraAgentsBuilder builder, Func<ToolDefinition, ToolDefinition>? configure = null)
        where T : class
    {
        var methods = ToolMethods.Of(typeof(T));
        if (methods.Count == 0)
        {
            throw new ArgumentException($"{typeof(T).Name} has no public method with [AgentTool].", nameof(T));
        }

        foreach (var (method, tool) in methods)
        {
            var name = ToolMethods.NameOf(method, tool);
            builder.AddTool(name, provider => new FunctionTool(
                ToolMethods.FunctionOf<T>(method, name, provider.GetRequiredService<IServiceProviderIsService>()),
                definition => configure is null ? tool.ApplyTo(definition) : configure(tool.ApplyTo(definition))));
        }

        return builder;
    }

    /// <summary>Keeps results of tools in the container's <see cref="Caching.Distributed.IDistributedCache"/>, each under its owner.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Which tools, and for how long. Only tools that are <see cref="ToolEffect.Pure"/> can be named.</param>
    public static INetraAgentsBuilder UseToolCache(this INetraAgentsBuilder builder, Action<ToolCacheOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new ToolCacheOptions();
        configure(options);
        builder.Services.AddSingleton(provider => new ToolCache(options.Copy(), provider.GetRequiredService<Caching.Distributed.IDistributedCache>(),
            provider.GetService<ILoggerFactory>()?.CreateLogger("Netra.Agents") ?? NullLogger.Instance));
        return builder.UseToolMiddleware<ToolCache>();
    }
}
