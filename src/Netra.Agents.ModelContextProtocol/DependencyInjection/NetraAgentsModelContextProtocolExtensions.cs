using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Server;
using Netra.Agents;
using Netra.Agents.ModelContextProtocol;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds MCP servers as sources of tools, and the host's own tools and agents as an MCP server.</summary>
public static class NetraAgentsModelContextProtocolExtensions
{
    /// <summary>Adds the tools of an MCP server. Each owner gets a connection of its own at its first use of them.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="server">Names the server: its tools get the name as a prefix, and need the permission <c>mcp.</c> and this name.</param>
    /// <param name="transport">Makes a new transport for each connection, with the credentials of its owner. It is disposed with the connection.</param>
    /// <param name="configure">Which tools, and within which bounds.</param>
    /// <exception cref="ArgumentException">The name or an option is out of range.</exception>
    public static INetraAgentsBuilder AddMcpTools(this INetraAgentsBuilder builder, string server, Func<McpTransportContext, IClientTransport> transport, Action<McpToolsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        return builder.AddMcpTools(server, (context, _) => ValueTask.FromResult(transport(context)), configure);
    }

    /// <summary>Adds the tools of an MCP server whose transport takes time to make: to fetch a token, for example.</summary>
    /// <inheritdoc cref="AddMcpTools(INetraAgentsBuilder, string, Func{McpTransportContext, IClientTransport}, Action{McpToolsOptions}?)"/>
    public static INetraAgentsBuilder AddMcpTools(this INetraAgentsBuilder builder, string server, Func<McpTransportContext, CancellationToken, ValueTask<IClientTransport>> transport, Action<McpToolsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(transport);
        var options = new McpToolsOptions();
        configure?.Invoke(options);
        var settings = new McpSettings(server, transport, options);
        return builder.AddToolSource(provider => new McpToolSource(new McpConnections(
            settings, provider, provider.GetRequiredService<TimeProvider>(), provider.GetService<TaskScheduler>() ?? TaskScheduler.Default, Logger(provider))));
    }

    /// <summary>Lets MCP clients call tools and agents of this host. It fills <see cref="McpServerOptions"/>, which the server packages of the protocol's SDK take from the services.</summary>
    /// <remarks>
    /// Over HTTP, put the host's authentication before the endpoint. For a server over streams of your own, make options for each
    /// connection with <see cref="IOptionsFactory{TOptions}"/>: a connection belongs to one owner, and is known by its options.
    /// </remarks>
    /// <param name="builder">The host.</param>
    /// <param name="configure">Which tools and agents, and who calls.</param>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    public static INetraAgentsBuilder AddMcpExports(this INetraAgentsBuilder builder, Action<McpExportOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new McpExportOptions();
        configure(options);
        var settings = new McpExportSettings(options);
        if (settings.Tools.Count > 0)
        {
            builder.AddAgent(settings.AgentName, new McpDispatchAgent(settings.Tools).ExecuteAsync);
        }

        builder.Services.AddOptions();
        builder.Services.AddSingleton<IConfigureOptions<McpServerOptions>>(provider =>
        {
            var entropy = provider.GetRequiredService<IEntropySource>();
            return new McpExportSetup(new McpExports(
                settings, provider.GetRequiredService<IAgentExecutionCore>, new McpSessions(settings.MaxSessions, entropy), provider.GetRequiredService<TimeProvider>(), entropy, Logger(provider)));
        });
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) => provider.GetService<ILoggerFactory>()?.CreateLogger(McpLog.Category) ?? NullLogger.Instance;
}
