using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Named values that travel with a context. Deeply immutable by type; merging puts a layer over, nothing is copied.</summary>
/// <remarks>Safe for concurrent use; compared by content; a JSON round trip keeps every kind. Limits: <see cref="MaxSize"/>, and those of <see cref="ContextValue"/>.</remarks>
[JsonConverter(typeof(ContextDataJsonConverter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Data that travels with a context; that one can enumerate it is not what it is for.")]
public sealed class ContextData : IReadOnlyCollection<KeyValuePair<string, ContextValue>>, IEquatable<ContextData>
{
    /// <summary>The largest data of one context with all its layers, in characters of its JSON text: about 64 thousand.</summary>
    public const int MaxSize = 64 * 1024;

    private const int MaxLayers = 48;

    private readonly ContextData? _below;
    private readonly MapNode _own;
    private readonly int _layers;
    private readonly int _size;

    private ContextData(ContextData? below, MapNode own)
    {
        _below = below;
        _own = own;
        _layers = (below?._layers ?? 0) + 1;
        _size = (below?._size ?? 0) + own.Size;
        if (_size > MaxSize)
        {
            throw new ArgumentException($"Context data of about {_size:N0} characters is too large; the limit is {MaxSize:N0} (ContextData.MaxSize). Keep large content in state and pass its key.");
        }
    }

    /// <summary>No data.</summary>
    public static ContextData Empty { get; } = new(null, MapNode.Empty);

    /// <summary>How many names there are.</summary>
    public int Count => Flatten().Count;

    /// <summary>The value of a name; <see cref="ContextValue.Null"/> when there is none.</summary>
    public ContextValue this[string name] => TryGetValue(name, out var value) ? value : default;

    /// <summary>Takes values by name, such as <c>Of(("locale", "de"), ("priority", 2))</c>.</summary>
    /// <exception cref="ArgumentException">A name is missing or stands twice, or the data is too large.</exception>
    public static ContextData Of(params ReadOnlySpan<(string Name, ContextValue Value)> entries) =>
        entries.IsEmpty ? Empty : new(null, ContextValue.Map(entries).MapContent!);

    /// <summary>Takes values by name.</summary>
    /// <inheritdoc cref="Of"/>
    public static ContextData From(IEnumerable<KeyValuePair<string, ContextValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Of(entries.Select(entry => (entry.Key, entry.Value)).ToArray());
    }

    /// <summary>The value of a name; false when there is none.</summary>
    public bool TryGetValue(string name, out ContextValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var layer = this; layer is not null; layer = layer._below)
        {
            if (layer._own.TryGet(name, out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>This data with one more value; a value of the same name is covered.</summary>
    public ContextData With(string name, ContextValue value) => Merge(Of((name, value)));

    /// <summary>This data with other data over it; where both have a name, the other's value counts.</summary>
    /// <exception cref="ArgumentException">Both together are larger than <see cref="MaxSize"/>.</exception>
    public ContextData Merge(ContextData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._own.Count == 0 && other._below is null)
        {
            return this;
        }

        if (_own.Count == 0 && _below is null)
        {
            return other;
        }

        // A covered value counts until the layers are joined: nobody is refused for what can't be seen any more.
        var joins = _layers >= MaxLayers || _size + other._size > MaxSize;
        return joins ? new ContextData(null, Join(this, other)) : new ContextData(this, other.Flatten());
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ContextValue>> GetEnumerator() => ContextValue.FromNode(Flatten()).Entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] ContextData? other) =>
        other is not null && (ReferenceEquals(this, other) || Flatten().SameAs(other.Flatten()));

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as ContextData);

    /// <inheritdoc/>
    public override int GetHashCode() => Flatten().HashOfContent();

    /// <summary>The data as a map; null when there is none.</summary>
    internal ContextValue ToValue() => ReferenceEquals(this, Empty) ? default : ContextValue.FromNode(Flatten());

    /// <summary>How many names there are, and nothing of what they hold.</summary>
    public override string ToString() => $"ContextData({Count})";

    internal MapNode Flatten() => _below is null ? _own : Join(this, null);

    private static MapNode Join(ContextData below, ContextData? above)
    {
        var all = new OrderedDictionary<string, ContextValue>(StringComparer.Ordinal);
        below.AddTo(all);
        above?.AddTo(all);
        return new MapNode([.. all.Keys], [.. all.Values]);
    }

    private void AddTo(OrderedDictionary<string, ContextValue> all)
    {
        _below?.AddTo(all);
        for (var i = 0; i < _own.Count; i++)
        {
            all[_own.Names[i]] = _own.Values[i];
        }
    }
}
