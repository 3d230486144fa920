namespace Netra.Agents;

/// <summary>Tools that are known only while the host runs, and may be others for each owner: those of a server, for example.</summary>
/// <remarks>
/// Safe for concurrent use. What it gives goes the same way as every tool: grants, authorizers, schema, limits, approval, events, audit.
/// Give the same instance for the same tool as long as nothing has changed: its schema is compiled once an instance. A name that is
/// registered with the host stands for the host's tool. A <see cref="ToolException"/> that it throws refuses the call with its code and message; any
/// other exception is a failure of the source, of which only the type is told.
/// </remarks>
public interface IToolSource
{
    /// <summary>Names the source in metrics, in place of its tools, whose names could be anything.</summary>
    string Name { get; }

    /// <summary>The tools as this owner has them now.</summary>
    /// <param name="userContext">The context of the execution that asks.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    ValueTask<IReadOnlyList<ITool>> ListAsync(UserExecutionContext userContext, CancellationToken cancellationToken);

    /// <summary>One of these tools; null when this owner has none of this name. Asked at each call.</summary>
    /// <param name="toolName">The name, as somebody gave it: it could be anything.</param>
    /// <param name="userContext">The context of the execution that asks.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    ValueTask<ITool?> FindAsync(string toolName, UserExecutionContext userContext, CancellationToken cancellationToken);
}
