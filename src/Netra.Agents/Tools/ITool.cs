namespace Netra.Agents;

/// <summary>Something that an agent can do beyond answering.</summary>
/// <remarks>
/// A tool registered by type is made fresh for each call, in a scope of that call; a tool registered as an instance serves all owners
/// at once and must keep nothing of a call. It is only ever called by the dispatcher, with arguments that fit its schema.
/// </remarks>
public interface ITool
{
    /// <summary>What the tool is. Must be the same at every read.</summary>
    ToolDefinition Definition { get; }

    /// <summary>Does it.</summary>
    /// <param name="invocation">The arguments, and everything bound to the owner for whom it is done.</param>
    /// <param name="cancellationToken">Cancelled when the time is over or the execution ends. What it does after that is discarded.</param>
    /// <returns>The output. To fail with a message that the agent may see, throw <see cref="ToolException"/>.</returns>
    ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken);
}
