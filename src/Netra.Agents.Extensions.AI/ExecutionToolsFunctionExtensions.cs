using Microsoft.Extensions.AI;
using Netra.Agents.Extensions.AI;

namespace Netra.Agents;

/// <summary>Gives an execution's tools to loops that aren't ours.</summary>
public static class ExecutionToolsFunctionExtensions
{
    /// <summary>The tools that the grants of this execution allow, as functions for another framework's loop, or for <see cref="FunctionInvokingChatClient"/>. Whoever calls one goes through the dispatcher, as this execution's owner.</summary>
    /// <remarks>The functions are safe for concurrent use, hold no tool that could be called past the dispatcher, and do nothing once the execution has ended. A call that doesn't succeed throws <see cref="ToolCallException"/>.</remarks>
    /// <param name="execution">The execution; its owner is whoever calls them.</param>
    /// <param name="only">Names of tools; null for all that the grants allow.</param>
    /// <param name="tellModelOfDenials">True to let the loop tell its model of a denial. By default a denial ends the execution as Denied, at once.</param>
    /// <param name="cancellationToken">Gives up the wait for sources of tools.</param>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public static async ValueTask<IReadOnlyList<AIFunction>> GetFunctionsAsync(
        this AgentExecution execution, IReadOnlyCollection<string>? only = null, bool tellModelOfDenials = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return
        [
            .. (await execution.Tools.ListAsync(cancellationToken))
                .Where(definition => only?.Contains(definition.Name, StringComparer.Ordinal) is not false)
                .Select(definition => new DispatchedFunction(execution, definition, tellModelOfDenials)),
        ];
    }
}
