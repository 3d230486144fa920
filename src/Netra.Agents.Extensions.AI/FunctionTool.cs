using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>A function as a tool: called by the dispatcher, with services of the one call.</summary>
internal sealed class FunctionTool : ITool
{
    private readonly AIFunction _function;

    internal FunctionTool(AIFunction function, Func<ToolDefinition, ToolDefinition>? configure)
    {
        _function = function;
        var definition = new ToolDefinition(function.Name, function.Description, ContextValue.FromJson(function.JsonSchema.GetRawText()));
        Definition = configure is null ? definition : configure(definition) ?? throw new InvalidOperationException("its configuration gave no definition.");
    }

    public ToolDefinition Definition { get; }

    public async ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var arguments = FunctionArguments.ToArguments(invocation.Arguments);
        arguments.Services = invocation.Services;

        // Where a function's binder finds them: never among the arguments, which a model fills in.
        arguments.Context = new Dictionary<object, object?> { [typeof(ToolInvocation)] = invocation, [typeof(UserExecutionContext)] = invocation.UserContext };
        return FunctionArguments.ToValue(await _function.InvokeAsync(arguments, cancellationToken));
    }
}
