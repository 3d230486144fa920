using ModelContextProtocol.Server;
using Netra.Agents.ModelContextProtocol;

namespace Netra.Agents;

/// <summary>What of a host MCP clients may call, and how it learns who they are. Checked and copied once.</summary>
public sealed class McpExportOptions
{
    internal List<string> ToolNames { get; } = [];
    internal List<McpExportedAgent> AgentEntries { get; } = [];

    /// <summary>Says who is calling, from what the host's authentication has established: <see cref="MessageContext.User"/>, or services of the request. Null refuses.</summary>
    /// <value>Needed. Asked at each request; a session belongs to the owner of its first one.</value>
    public Func<MessageContext, CancellationToken, ValueTask<McpCaller?>>? Caller { get; set; }

    /// <summary>The agent that is registered to make the calls of tools: each call of a client is a run of it.</summary>
    /// <value><c>mcp</c>.</value>
    public string AgentName { get; set; } = "mcp";

    /// <summary>How many sessions are remembered; past it the one that was used least recently is forgotten, and belongs to whoever uses it next.</summary>
    /// <value>100,000.</value>
    public int MaxSessions { get; set; } = 100_000;

    /// <summary>Lets clients call these tools, if they are granted.</summary>
    /// <param name="names">Names of tools, registered or of a source.</param>
    public McpExportOptions Tools(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        ToolNames.AddRange(names);
        return this;
    }

    /// <summary>Lets clients call an agent as a tool with one argument, <c>input</c>.</summary>
    /// <param name="name">The agent.</param>
    /// <param name="description">What it does, for a model and for people.</param>
    /// <param name="permission">The permission that a caller must have; every caller may when null.</param>
    public McpExportOptions Agent(string name, string description, string? permission = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        AgentEntries.Add(new McpExportedAgent(name, description, permission));
        return this;
    }
}
