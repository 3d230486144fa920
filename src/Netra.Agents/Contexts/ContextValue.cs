using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>
/// An immutable value: null, boolean, integer, double, decimal, text, timestamp, bytes, list or map. What goes in is copied,
/// what comes out is a copy, so that no two holders can ever see each other's changes.
/// </summary>
/// <remarks>
/// Immutable by type, safe for concurrent use, compared by content. Used for context data, the input and output of agents,
/// the arguments and results of tools and for stored state. Limits: <see cref="MaxSize"/> and <see cref="MaxDepth"/>.
/// </remarks>
[JsonConverter(typeof(ContextValueJsonConverter))]
public readonly partial struct ContextValue : IEquatable<ContextValue>
{
    /// <summary>The largest value, in characters of its JSON text: about 4 million.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>The deepest nesting of lists and maps.</summary>
    public const int MaxDepth = 32;

    private readonly object? _content;
    private readonly long _bits;

    private ContextValue(object? content, long bits = 0) => (_content, _bits) = (content, bits);

    /// <summary>No value.</summary>
    public static ContextValue Null => default;

    /// <summary>What the value holds.</summary>
    public ContextValueKind Kind => _content switch
    {
        null => ContextValueKind.Null,
        string => ContextValueKind.String,
        MapNode => ContextValueKind.Map,
        ListNode => ContextValueKind.List,
        ScalarTag tag => ReferenceEquals(tag, ScalarTag.Integer) ? ContextValueKind.Integer
            : ReferenceEquals(tag, ScalarTag.Boolean) ? ContextValueKind.Boolean
            : ReferenceEquals(tag, ScalarTag.Double) ? ContextValueKind.Double
            : ContextValueKind.Timestamp,
        BytesNode => ContextValueKind.Bytes,
        _ => ContextValueKind.Decimal,
    };

    /// <summary>True when there is no value.</summary>
    public bool IsNull => _content is null;

    /// <summary>The text itself when the value is text, else the value as JSON; empty for null.</summary>
    public string Text => _content as string ?? (_content is null ? "" : ToJson());

    internal int Size => _content switch
    {
        null => 4,
        string text => text.Length + 2,
        MapNode map => map.Size,
        ListNode list => list.Size,
        BytesNode bytes => (int)BytesSize(bytes.Own.Length),
        _ => 8,
    };

    internal int Depth => _content switch { MapNode map => map.Depth, ListNode list => list.Depth, _ => 0 };

    internal MapNode? MapContent => _content as MapNode;

    internal ListNode? ListContent => _content as ListNode;

    /// <summary>Holds text.</summary>
    public static implicit operator ContextValue(string? value) => FromString(value);

    /// <summary>Holds true or false.</summary>
    public static implicit operator ContextValue(bool value) => FromBoolean(value);

    /// <summary>Holds an integer.</summary>
    public static implicit operator ContextValue(long value) => FromInt64(value);

    /// <summary>Holds an integer.</summary>
    public static implicit operator ContextValue(int value) => FromInt64(value);

    /// <summary>Holds a finite number.</summary>
    public static implicit operator ContextValue(double value) => FromDouble(value);

    /// <summary>Holds a decimal number.</summary>
    public static implicit operator ContextValue(decimal value) => FromDecimal(value);

    /// <summary>Holds an instant.</summary>
    public static implicit operator ContextValue(DateTimeOffset value) => FromTimestamp(value);

    /// <summary>Holds text; null for no value.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaxSize"/> or has a lone surrogate, which no wire carries.</exception>
    public static ContextValue FromString(string? value)
    {
        if (value is null)
        {
            return default;
        }

        ContextValueLimits.CheckSize(value.Length);
        return UnicodeText.IndexOfLoneSurrogate(value) is >= 0 and var index
            ? throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The text has a lone surrogate at index {index}; it can't be written as UTF-8."), nameof(value))
            : new ContextValue(value);
    }

    /// <summary>Holds true or false.</summary>
    public static ContextValue FromBoolean(bool value) => new(ScalarTag.Boolean, value ? 1 : 0);

    /// <summary>Holds an integer.</summary>
    public static ContextValue FromInt64(long value) => new(ScalarTag.Integer, value);

    /// <summary>Holds a number.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite, which JSON can't carry.</exception>
    public static ContextValue FromDouble(double value) => double.IsFinite(value)
        ? new(ScalarTag.Double, BitConverter.DoubleToInt64Bits(value))
        : throw new ArgumentException($"A value must be finite; it is {value.ToString(CultureInfo.InvariantCulture)}.", nameof(value));

    /// <summary>Holds a decimal number.</summary>
    public static ContextValue FromDecimal(decimal value) => new(value);

    /// <summary>Holds an instant; the offset isn't kept.</summary>
    public static ContextValue FromTimestamp(DateTimeOffset value) => new(ScalarTag.Timestamp, value.UtcTicks);

    /// <summary>Holds a copy of bytes.</summary>
    public static ContextValue FromBytes(ReadOnlySpan<byte> value)
    {
        ContextValueLimits.CheckSize(BytesSize(value.Length));
        return new(new BytesNode(value.ToArray()));
    }

    /// <summary>Holds a list.</summary>
    public static ContextValue List(params ReadOnlySpan<ContextValue> items) => new(new ListNode(items.ToArray()));

    /// <summary>Holds values by name, such as <c>Map(("order_id", "#W1"), ("quantity", 2))</c>.</summary>
    /// <exception cref="ArgumentException">A name is null or stands twice, or the map is too large or too deep.</exception>
    public static ContextValue Map(params ReadOnlySpan<(string Name, ContextValue Value)> entries)
    {
        var names = new string[entries.Length];
        var values = new ContextValue[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            names[i] = UnicodeText.CheckName(entries[i].Name);
            values[i] = entries[i].Value;
        }

        return FromNode(new MapNode(names, values));
    }

    private static long BytesSize(int length) => (length * 4L / 3) + 4;

    internal static ContextValue FromNode(MapNode node) => new(node);

    internal static ContextValue FromNode(ListNode node) => new(node);

    /// <summary>True when both hold the same kind and content; the order of a map's names doesn't count.</summary>
    public static bool operator ==(ContextValue left, ContextValue right) => left.Equals(right);

    /// <summary>True unless both hold the same kind and content.</summary>
    public static bool operator !=(ContextValue left, ContextValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ContextValue other) => (_content, other._content) switch
    {
        (string a, string b) => a == b,
        (MapNode a, MapNode b) => a.SameAs(b),
        (ListNode a, ListNode b) => a.Own.AsSpan().SequenceEqual(b.Own),
        (BytesNode a, BytesNode b) => a.Own.AsSpan().SequenceEqual(b.Own),
        (decimal a, decimal b) => a == b,
        _ => ReferenceEquals(_content, other._content) && _bits == other._bits,
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ContextValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        switch (_content)
        {
            case null: return 0;
            case MapNode map: return map.HashOfContent();
            case ScalarTag: return HashCode.Combine(Kind, _bits);
            case BytesNode bytes:
                var hash = new HashCode();
                hash.AddBytes(bytes.Own);
                return hash.ToHashCode();
            case ListNode list: return list.Own.Aggregate(list.Own.Length, HashCode.Combine);
            default: return _content.GetHashCode();
        }
    }

    /// <summary>The kind only: a value may hold what a log must not.</summary>
    public override string ToString() => Kind.ToString();
}
