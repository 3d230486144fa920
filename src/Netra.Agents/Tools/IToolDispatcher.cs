namespace Netra.Agents;

/// <summary>The only way to a tool. Known, granted, authorized, valid, within limits, approved: each step is on this one path.</summary>
/// <remarks>Safe for concurrent use: an agent may have several calls under way at once.</remarks>
public interface IToolDispatcher
{
    /// <summary>Calls a tool for the execution that the context belongs to.</summary>
    /// <param name="toolName">The tool.</param>
    /// <param name="arguments">A map that fits the tool's schema; null for no arguments.</param>
    /// <param name="userContext">The context of a live execution.</param>
    /// <param name="cancellationToken">Gives up the wait and cancels the call.</param>
    /// <returns>The output or a refusal; what was refused never reached the tool and is in the audit trail.</returns>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="InvalidOperationException">The context has begun no run: tools are called by executions only.</exception>
    ValueTask<ToolResult> DispatchAsync(string toolName, ContextValue arguments, UserExecutionContext userContext, CancellationToken cancellationToken = default);
}
