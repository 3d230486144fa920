using Netra.Agents.Contexts;

namespace Netra.Agents;

public readonly partial struct ContextValue
{
    /// <summary>How many items a list or names a map has; 0 for everything else.</summary>
    public int Count => _content switch { ListNode list => list.Own.Length, MapNode map => map.Count, _ => 0 };

    /// <summary>The items of a list; empty for everything else.</summary>
    public IEnumerable<ContextValue> Items
    {
        get
        {
            for (var i = 0; _content is ListNode list && i < list.Own.Length; i++)
            {
                yield return list.Own[i];
            }
        }
    }

    /// <summary>The names and values of a map, in the order given; empty for everything else.</summary>
    public IEnumerable<KeyValuePair<string, ContextValue>> Entries
    {
        get
        {
            for (var i = 0; _content is MapNode map && i < map.Count; i++)
            {
                yield return new(map.Names[i], map.Values[i]);
            }
        }
    }

    /// <summary>The item at a place of a list.</summary>
    /// <exception cref="InvalidOperationException">The value is no list.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The list has no such place.</exception>
    public ContextValue this[int index] => _content is ListNode list
        ? (uint)index < (uint)list.Own.Length ? list.Own[index] : throw new ArgumentOutOfRangeException(nameof(index), index, $"The list has {list.Own.Length} items.")
        : throw Mismatch(ContextValueKind.List);

    /// <summary>The value of a name in a map; <see cref="Null"/> when the map hasn't the name.</summary>
    /// <exception cref="InvalidOperationException">The value is no map.</exception>
    public ContextValue this[string name] => _content is MapNode map
        ? (map.TryGet(name, out var value) ? value : default)
        : throw Mismatch(ContextValueKind.Map);

    /// <summary>The value of a name; false when this is no map or hasn't the name.</summary>
    public bool TryGetValue(string name, out ContextValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_content is MapNode map)
        {
            return map.TryGet(name, out value);
        }

        value = default;
        return false;
    }

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind; the message names both.</exception>
    public bool AsBoolean() => ReferenceEquals(_content, ScalarTag.Boolean) ? _bits != 0 : throw Mismatch(ContextValueKind.Boolean);

    /// <summary>The integer.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    public long AsInt64() => ReferenceEquals(_content, ScalarTag.Integer) ? _bits : throw Mismatch(ContextValueKind.Integer);

    /// <summary>The number, whether it is held as integer, double or decimal.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    public double AsDouble() => Kind switch
    {
        ContextValueKind.Double => BitConverter.Int64BitsToDouble(_bits),
        ContextValueKind.Integer => _bits,
        ContextValueKind.Decimal => (double)(decimal)_content!,
        _ => throw Mismatch(ContextValueKind.Double),
    };

    /// <summary>The number, whether it is held as decimal, integer or double.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    /// <exception cref="OverflowException">The double is beyond what a decimal holds.</exception>
    public decimal AsDecimal() => Kind switch
    {
        ContextValueKind.Decimal => (decimal)_content!,
        ContextValueKind.Integer => _bits,
        ContextValueKind.Double => (decimal)BitConverter.Int64BitsToDouble(_bits),
        _ => throw Mismatch(ContextValueKind.Decimal),
    };

    /// <summary>The text.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    public string AsString() => _content as string ?? throw Mismatch(ContextValueKind.String);

    /// <summary>The instant, in UTC.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    public DateTimeOffset AsTimestamp() =>
        ReferenceEquals(_content, ScalarTag.Timestamp) ? new DateTimeOffset(_bits, TimeSpan.Zero) : throw Mismatch(ContextValueKind.Timestamp);

    /// <summary>A copy of the bytes.</summary>
    /// <inheritdoc cref="AsBoolean"/>
    public byte[] AsBytes() => _content is BytesNode bytes ? [.. bytes.Own] : throw Mismatch(ContextValueKind.Bytes);

    internal ReadOnlySpan<byte> BytesContent => _content is BytesNode bytes ? bytes.Own : default;

    private InvalidOperationException Mismatch(ContextValueKind wanted) => new($"The value is {Kind}, not {wanted}.");
}
