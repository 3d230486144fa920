namespace Netra.Agents.Contexts;

/// <summary>Names and values in the order given; names are unique by ordinal.</summary>
internal sealed class MapNode
{
    private const int LinearSearchUpTo = 8;

    private readonly string[] _names;
    private readonly ContextValue[] _values;
    private readonly string[]? _sortedNames;
    private readonly int[]? _sortedIndexes;

    internal MapNode(string[] ownNames, ContextValue[] ownValues)
    {
        (_names, _values) = (ownNames, ownValues);
        var (size, depth) = (2L, 0);
        for (var i = 0; i < ownNames.Length; i++)
        {
            size += ownNames[i].Length + 4 + ownValues[i].Size;
            depth = Math.Max(depth, ownValues[i].Depth);
        }

        Size = ContextValueLimits.CheckSize(size);
        Depth = ContextValueLimits.CheckDepth(depth + 1);
        if (ownNames.Length > LinearSearchUpTo)
        {
            _sortedNames = (string[])ownNames.Clone();
            _sortedIndexes = [.. Enumerable.Range(0, ownNames.Length)];
            Array.Sort(_sortedNames, _sortedIndexes, StringComparer.Ordinal);
            for (var i = 1; i < _sortedNames.Length; i++)
            {
                RefuseTwice(_sortedNames[i - 1], _sortedNames[i]);
            }
        }
        else
        {
            for (var i = 1; i < ownNames.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    RefuseTwice(ownNames[i], ownNames[j]);
                }
            }
        }
    }

    internal static MapNode Empty { get; } = new([], []);

    internal int Count => _names.Length;
    internal int Size { get; }
    internal int Depth { get; }
    internal ReadOnlySpan<string> Names => _names;
    internal ReadOnlySpan<ContextValue> Values => _values;

    internal bool TryGet(string name, out ContextValue value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    internal bool SameAs(MapNode other)
    {
        if (Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (!other.TryGet(_names[i], out var value) || !value.Equals(_values[i]))
            {
                return false;
            }
        }

        return true;
    }

    internal int HashOfContent()
    {
        var hash = Count;
        for (var i = 0; i < _names.Length; i++)
        {
            hash = unchecked(hash + HashCode.Combine(_names[i], _values[i]));
        }

        return hash;
    }

    private int IndexOf(string name)
    {
        if (_sortedNames is not null)
        {
            var found = Array.BinarySearch(_sortedNames, name, StringComparer.Ordinal);
            return found < 0 ? -1 : _sortedIndexes![found];
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static void RefuseTwice(string a, string b)
    {
        if (a == b)
        {
            throw new ArgumentException($"The name '{IdText.Shown(a)}' stands twice in one map.");
        }
    }
}
