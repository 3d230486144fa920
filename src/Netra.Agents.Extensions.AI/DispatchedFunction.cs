using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>A tool's name, description and schema, and a way through the dispatcher. It wraps nothing: there is no function inside that could be got at.</summary>
internal sealed class DispatchedFunction(DispatchedFunctions functions, ToolDefinition definition) : AIFunction
{
    public override string Name => definition.Name;

    public override string Description => definition.Description;

    public override JsonElement JsonSchema { get; } = FunctionArguments.ToElement(definition.InputSchema);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var output = await functions.CallAsync(Name, arguments, cancellationToken);
        return output.Kind == ContextValueKind.String ? output.AsString() : FunctionArguments.ToElement(output);
    }
}
