using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents.Tools;

internal sealed class ToolRegistry(IEnumerable<ToolRegistration> registrations, int maxCallsPerOwner)
{
    private readonly FrozenDictionary<string, ToolRegistration> _tools = registrations.ToFrozenDictionary(tool => tool.Definition.Name, StringComparer.Ordinal);

    // In the order of registration: what a model is shown doesn't change from one process to the next.
    private readonly ToolDefinition[] _definitions = [.. registrations.Select(tool => tool.Definition)];

    internal int MaxCallsPerOwner { get; } = maxCallsPerOwner;

    internal bool TryGet(string name, [NotNullWhen(true)] out ToolRegistration? tool) => _tools.TryGetValue(name, out tool);

    /// <summary>Those that the grants of the context allow; what authorizers say depends on the call.</summary>
    internal List<ToolDefinition> GrantedTo(UserExecutionContext context)
    {
        var granted = new List<ToolDefinition>(_definitions.Length);
        foreach (var definition in _definitions)
        {
            if (IsGranted(definition, context))
            {
                granted.Add(definition);
            }
        }

        return granted;
    }

    internal static bool IsGranted(ToolDefinition definition, UserExecutionContext context) =>
        definition.RequiredPermission is not { } permission || context.Grants.Allows(permission);
}
