using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Netra.Agents.State;

/// <summary>The entries of one scope of one owner. Everything happens under the partition's monitor.</summary>
internal sealed class StateBucket(StateScope scope, string scopeId)
{
    // A workflow has its head and a few steps; most other scopes hold one entry.
    private readonly Dictionary<string, StateSlot> _slots = new(scope == StateScope.Workflow ? 4 : 1, StringComparer.Ordinal);

    // The names in order, from a listing until a name comes or goes: paging through a scope sorts it once.
    private string[]? _sorted;

    internal StateScope Scope { get; } = scope;

    internal string ScopeId { get; } = scopeId;

    internal int Count => _slots.Count;

    /// <summary>How large the entries are together, and how many of them expire: the partition counts both, here so that a whole scope goes at once.</summary>
    internal long Size { get; set; }

    internal int Expiring { get; set; }

    internal bool Is(in StateKey key) => key.Scope == Scope && key.ScopeId == ScopeId;

    internal StateSlot Get(string name) => _slots.GetValueOrDefault(name);

    internal void Put(string name, in StateSlot slot)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrNullRef(_slots, name);
        if (!Unsafe.IsNullRef(ref place))
        {
            place = slot;
            return;
        }

        _slots.Add(name, slot);
        _sorted = null;
    }

    internal void Remove(string name)
    {
        _slots.Remove(name);
        _sorted = null;
    }

    internal Dictionary<string, StateSlot> Slots => _slots;

    internal StatePage Page(string prefix, string? after, int limit, long utcTicksNow)
    {
        if (_sorted is null)
        {
            _sorted = [.. _slots.Keys];
            Array.Sort(_sorted, StringComparer.Ordinal);
        }

        var items = new List<StateItem>(Math.Min(limit, _sorted.Length));
        for (var i = Start(_sorted, prefix, after); i < _sorted.Length && _sorted[i].StartsWith(prefix, StringComparison.Ordinal); i++)
        {
            var slot = _slots[_sorted[i]];
            if (!slot.IsThere(utcTicksNow))
            {
                continue;
            }

            if (items.Count == limit)
            {
                return new StatePage(items, HasMore: true);
            }

            items.Add(new StateItem(_sorted[i], slot.ToEntry()));
        }

        return new StatePage(items, HasMore: false);
    }

    /// <summary>The first place whose name isn't before the prefix, and is after the name that was last.</summary>
    private static int Start(string[] sorted, string prefix, string? after)
    {
        var isAfter = after is not null && string.CompareOrdinal(after, prefix) >= 0;
        var at = Array.BinarySearch(sorted, isAfter ? after : prefix, StringComparer.Ordinal);
        return at < 0 ? ~at : isAfter ? at + 1 : at;
    }
}
