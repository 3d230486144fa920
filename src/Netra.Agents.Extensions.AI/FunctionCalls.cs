using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>The calls that a model asks for. The dispatcher is the only way from here to a tool.</summary>
internal sealed class FunctionCalls(AgentExecution execution, ChatAgentOptions options, HashSet<string>? offered, CancellationToken cancellationToken)
{
    private ToolResult? _denial;

    /// <summary>Makes the calls of one answer, and gives their results in the same order. All of them are over when it returns.</summary>
    /// <exception cref="ToolCallException">One was denied, and the model isn't to be told.</exception>
    internal async ValueTask<ChatMessage> MakeAsync(IReadOnlyList<FunctionCallContent> calls)
    {
        var results = new AIContent[calls.Count];
        if (calls.Count == 1 || !options.ParallelToolCalls)
        {
            for (var i = 0; i < calls.Count && !EndsHere; i++)
            {
                results[i] = await MakeAsync(calls[i]);
            }
        }
        else
        {
            var under = new Task<AIContent>[calls.Count];
            for (var i = 0; i < calls.Count; i++)
            {
                under[i] = MakeAsync(calls[i]).AsTask();
            }

            results = await Task.WhenAll(under);
        }

        return new ChatMessage(ChatRole.Tool, [.. results.Where(result => result is not null)]);
    }

    /// <exception cref="ToolCallException">A call was denied, and the model isn't to be told.</exception>
    internal void ThrowIfDenied()
    {
        if (EndsHere)
        {
            _denial!.Value.EnsureSuccess();
        }
    }

    private bool EndsHere => _denial is not null && !options.TellModelOfDenials;

    private async ValueTask<AIContent> MakeAsync(FunctionCallContent call)
    {
        if (call.Exception is not null)
        {
            return Failed(call, AgentErrorCodes.InvalidArguments, "The arguments are no JSON object.");
        }

        if (offered is not null && !offered.Contains(call.Name))
        {
            return Failed(call, AgentErrorCodes.Unknown, "There is no such tool.");
        }

        ContextValue arguments;
        try
        {
            arguments = FunctionArguments.ToValue(call.Arguments);
        }
        catch (FormatException e)
        {
            return Failed(call, AgentErrorCodes.InvalidArguments, e.Message);
        }

        var result = await execution.Tools.DispatchAsync(call.Name, arguments, cancellationToken);
        if (result.Error is not { } error)
        {
            return new FunctionResultContent(call.CallId, result.Output.Text);
        }

        if (error.Code == AgentErrorCodes.Denied)
        {
            _denial = result;
        }

        return Failed(call, error.Code, error.Message);
    }

    private static FunctionResultContent Failed(FunctionCallContent call, string code, string message) => new(call.CallId, $"Error ({code}): {message}");
}
