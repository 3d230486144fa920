namespace Netra.Agents.Workflows;

/// <summary>The names of the outputs that are kept together: those of a workflow, of one turn of a loop, of one item of a list, of an undo.</summary>
/// <remarks>What is inside sees what is outside, not the other way round.</remarks>
internal sealed class DataScope(DataScope? parent)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    internal DataScope? Parent { get; } = parent;

    internal int Count => _slots.Count;

    internal int Add(string name) => _slots.TryAdd(name, _slots.Count) ? _slots.Count - 1 : _slots[name];

    internal bool TryGetSlot(string name, out int slot) => _slots.TryGetValue(name, out slot);
}
