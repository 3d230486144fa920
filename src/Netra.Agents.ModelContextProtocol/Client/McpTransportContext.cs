namespace Netra.Agents;

/// <summary>For whom a connection to an MCP server is made.</summary>
/// <remarks>The owner and not a whole context: a connection outlives the run that it was made for.</remarks>
public sealed class McpTransportContext
{
    private readonly Owner? _owner;

    internal McpTransportContext(string serverName, Owner? owner, IServiceProvider services) => (ServerName, _owner, Services) = (serverName, owner, services);

    /// <summary>The server, as the host has named it.</summary>
    public string ServerName { get; }

    /// <summary>True for the one connection that all owners share (<see cref="McpToolsOptions.IsStateless"/>): it must carry the host's own credentials.</summary>
    public bool IsShared => _owner is null;

    /// <summary>Whose calls go over the connection, and nobody else's: give it this owner's credentials.</summary>
    /// <exception cref="InvalidOperationException">The connection is shared and so nobody's.</exception>
    public Owner Owner => _owner ?? throw new InvalidOperationException($"The connection to the MCP server '{ServerName}' is shared by all owners (McpToolsOptions.IsStateless); it has no owner, and must not carry anybody's credentials.");

    /// <summary>The host's own services; make a scope for those that are scoped.</summary>
    public IServiceProvider Services { get; }
}
