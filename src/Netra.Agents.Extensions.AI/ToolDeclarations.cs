using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>Tools as a model is shown them: a name, a description, a schema, and nothing that could be invoked.</summary>
internal sealed class ToolDeclarations
{
    private readonly ConditionalWeakTable<ToolDefinition, AIFunctionDeclaration> _declarations = [];

    internal AIFunctionDeclaration Of(ToolDefinition definition) =>
        _declarations.TryGetValue(definition, out var declaration) ? declaration : _declarations.GetValue(definition, Declare);

    private static AIFunctionDeclaration Declare(ToolDefinition definition) =>
        AIFunctionFactory.CreateDeclaration(definition.Name, definition.Description, FunctionArguments.ToElement(definition.InputSchema), null);
}
