namespace Netra.Agents;

/// <summary>Which tools of an MCP server agents get, and what keeps the server in bounds. Checked and copied once.</summary>
public sealed class McpToolsOptions
{
    internal HashSet<string>? Allowed { get; private set; }
    internal List<Func<ToolDefinition, ToolDefinition?>> Each { get; } = [];
    internal Dictionary<string, Func<ToolDefinition, ToolDefinition>> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Stands before the server's own names of its tools, so that no server can take the name of another's tool; empty for none.</summary>
    /// <value>Null: the name of the server and an underscore.</value>
    public string? Prefix { get; set; }

    /// <summary>The permission that a context must grant for these tools.</summary>
    /// <value>Null: <c>mcp.</c> and the name of the server.</value>
    public string? Permission { get; set; }

    /// <summary>Says that the server keeps nothing between calls and works with the host's own credentials: all owners share one connection then.</summary>
    /// <value>False: each owner has a connection, and so a process or a session, of its own.</value>
    public bool IsStateless { get; set; }

    /// <summary>Believes the server when it calls a tool read-only or idempotent.</summary>
    /// <value>False: every tool is <see cref="ToolEffect.AtMostOnce"/> unless the host says otherwise.</value>
    public bool TrustHints { get; set; }

    /// <summary>Sends the id and the baggage of the current trace with each call. Baggage can hold anything that the host has put there.</summary>
    /// <value>False.</value>
    public bool PropagateTrace { get; set; }

    /// <summary>Makes what is sent as <c>_meta</c> with a call: a map. The arguments are the model's; nothing of the owner is among them.</summary>
    /// <value>Null: nothing.</value>
    public Func<ToolInvocation, ContextValue>? Meta { get; set; }

    /// <summary>How many connections there may be at once; past it a call is refused with the code <see cref="AgentErrorCodes.LimitReached"/>.</summary>
    /// <value>1,000.</value>
    public int MaxConnections { get; set; } = 1_000;

    /// <summary>How long a connection may be unused before it is closed.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it may take to connect and to list the tools. Keep it below the idle limit of the agents, which wait meanwhile.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after a failed attempt nothing is tried for the same owner; doubled with each further failure.</summary>
    /// <value>1 second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that <see cref="RetryDelay"/> grows to.</summary>
    /// <value>1 minute.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old the list of tools may be. A server that says that it has changed is asked at the next use anyway.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan RefreshAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many tools are taken from the server; the rest is left out, and logged.</summary>
    /// <value>256.</value>
    public int MaxTools { get; set; } = 256;

    /// <summary>How many characters a description may have, of a tool or within its schema. A tool with a longer one is left out, and logged.</summary>
    /// <value>4,096.</value>
    public int MaxDescriptionLength { get; set; } = 4_096;

    /// <summary>How many characters the schema of a tool may have as JSON. A tool with a longer one is left out, and logged.</summary>
    /// <value>65,536.</value>
    public int MaxSchemaSize { get; set; } = 64 * 1024;

    /// <summary>How many characters a result may have, binary content counted as base64; past it the call fails with <see cref="McpErrorCodes.ResultTooLarge"/>.</summary>
    /// <value>1,048,576.</value>
    public int MaxResultSize { get; set; } = 1024 * 1024;

    /// <summary>Takes these tools and no others. Called again, it adds to them.</summary>
    /// <param name="tools">The server's own names.</param>
    public McpToolsOptions Only(params IEnumerable<string> tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        Allowed ??= new(StringComparer.Ordinal);
        Allowed.UnionWith(tools);
        return this;
    }

    /// <summary>Says what one tool needs and does: <c>o.Tool("pay", tool => tool with { RequiredPermission = "pay", Price = 0.1m })</c>.</summary>
    /// <param name="name">The server's own name of it.</param>
    /// <param name="configure">Gets the tool as the server and these options describe it. A name that it gives must begin with the prefix. May be called at any time, on any thread.</param>
    public McpToolsOptions Tool(string name, Func<ToolDefinition, ToolDefinition> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        Named[name] = Named.TryGetValue(name, out var before) ? definition => configure(before(definition)) : configure;
        return this;
    }

    /// <summary>Says what every tool needs and does, before <see cref="Tool"/> does; null leaves the tool out. A host that knows what a tool was can refuse here what has become of it.</summary>
    /// <param name="configure">Gets the tool as the server and these options describe it. A name that it gives must begin with the prefix. May be called at any time, on any thread.</param>
    public McpToolsOptions EachTool(Func<ToolDefinition, ToolDefinition?> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Each.Add(configure);
        return this;
    }
}
