using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents.Tools;

internal sealed class ToolRegistry(IEnumerable<ToolRegistration> registrations, int maxCallsPerOwner)
{
    private readonly FrozenDictionary<string, ToolRegistration> _tools = registrations.ToFrozenDictionary(tool => tool.Definition.Name, StringComparer.Ordinal);

    internal int MaxCallsPerOwner { get; } = maxCallsPerOwner;

    internal IEnumerable<ToolDefinition> Definitions => _tools.Values.Select(tool => tool.Definition);

    internal bool TryGet(string name, [NotNullWhen(true)] out ToolRegistration? tool) => _tools.TryGetValue(name, out tool);
}
