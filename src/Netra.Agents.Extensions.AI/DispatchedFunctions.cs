using Microsoft.Extensions.AI;

namespace Netra.Agents;

/// <summary>The tools of one execution as functions, for a loop that isn't ours: that of another framework, or of <see cref="FunctionInvokingChatClient"/>. Whoever calls one goes through the dispatcher, as this execution's owner.</summary>
/// <remarks>
/// A loop that isn't ours tends to tell its model of an exception and to go on. So a denial also ends the loop where that can be done from within
/// (<see cref="FunctionInvocationContext.Terminate"/>), and is remembered: call <see cref="ThrowIfDenied"/> when the loop has ended.
/// Safe for concurrent use. Worth nothing once the execution has ended.
/// </remarks>
public sealed class DispatchedFunctions
{
    private readonly AgentExecution _execution;
    private ToolCallException? _denial;

    private DispatchedFunctions(AgentExecution execution) => _execution = execution;

    /// <summary>The functions; none of them holds the tool itself.</summary>
    public IReadOnlyList<AIFunction> Functions { get; private set; } = [];

    /// <summary>The first denial; null when there was none.</summary>
    public AgentError? Denial => Volatile.Read(ref _denial)?.Error;

    internal static async ValueTask<DispatchedFunctions> ForAsync(AgentExecution execution, IReadOnlyCollection<string>? only, CancellationToken cancellationToken)
    {
        var functions = new DispatchedFunctions(execution);
        functions.Functions =
        [
            .. (await execution.Tools.ListAsync(cancellationToken))
                .Where(definition => only?.Contains(definition.Name, StringComparer.Ordinal) is not false)
                .Select(definition => new Extensions.AI.DispatchedFunction(functions, definition)),
        ];
        return functions;
    }

    /// <summary>Ends the execution as Denied, when a call was denied.</summary>
    /// <exception cref="ToolCallException">A call was denied.</exception>
    public void ThrowIfDenied()
    {
        if (Volatile.Read(ref _denial) is { } denial)
        {
            throw denial;
        }
    }

    /// <exception cref="ToolCallException">The call did not succeed.</exception>
    internal async ValueTask<ContextValue> CallAsync(string name, IEnumerable<KeyValuePair<string, object?>> arguments, CancellationToken cancellationToken)
    {
        var result = await _execution.Tools.DispatchAsync(name, Extensions.AI.FunctionArguments.ToValue(arguments), cancellationToken);
        try
        {
            return result.EnsureSuccess();
        }
        catch (ToolCallException e) when (e.Error.Code == AgentErrorCodes.Denied)
        {
            Interlocked.CompareExchange(ref _denial, e, null);
            if (FunctionInvokingChatClient.CurrentContext is { } loop)
            {
                loop.Terminate = true;
            }

            throw;
        }
    }
}
