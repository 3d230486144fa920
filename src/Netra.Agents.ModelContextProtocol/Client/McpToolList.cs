using System.Collections.Frozen;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The tools of a connection as they were listed. A tool that hasn't changed is the same instance as before: it stays compiled.</summary>
internal sealed class McpToolList
{
    private readonly FrozenDictionary<string, McpTool> _byName;

    private McpToolList(McpTool[] tools)
    {
        All = tools;
        _byName = tools.ToFrozenDictionary(tool => tool.Definition.Name, StringComparer.Ordinal);
    }

    internal static McpToolList Empty { get; } = new([]);

    internal IReadOnlyList<McpTool> All { get; }

    internal McpTool? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>True while the server offers the tool as it was when it was checked.</summary>
    internal bool Holds(McpToolEntry entry) => Find(entry.Definition.Name)?.Entry == entry;

    internal McpToolList With(IEnumerable<McpToolEntry> entries, Func<McpToolEntry, McpTool> make) =>
        new([.. entries.Select(entry => Find(entry.Definition.Name) is { } known && known.Entry == entry ? known : make(entry))]);
}
