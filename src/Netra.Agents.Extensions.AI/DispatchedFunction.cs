using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>A tool's name, description and schema, and a way through the dispatcher. It wraps nothing: there is no function inside that could be got at.</summary>
internal sealed class DispatchedFunction(AgentExecution execution, ToolDefinition definition, bool tellsOfDenials) : AIFunction
{
    public override string Name => definition.Name;

    public override string Description => definition.Description;

    public override JsonElement JsonSchema { get; } = FunctionArguments.ToElement(definition.InputSchema);

    /// <exception cref="ToolCallException">The call did not succeed.</exception>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var result = await execution.Tools.DispatchAsync(Name, FunctionArguments.ToValue(arguments), cancellationToken);
        if (result.Error is { Code: AgentErrorCodes.Denied } denial && !tellsOfDenials)
        {
            End(denial);
        }

        var output = result.EnsureSuccess();
        return output.Kind == ContextValueKind.String ? output.AsString() : FunctionArguments.ToElement(output);
    }

    /// <summary>A loop that isn't ours tends to tell its model of an exception, and to go on.</summary>
    private void End(AgentError denial)
    {
        if (FunctionInvokingChatClient.CurrentContext is { } loop)
        {
            loop.Terminate = true;
        }

        execution.Deny(denial);
    }
}
