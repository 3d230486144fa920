using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>The permissions that a context carries. An immutable set of names; it can be narrowed, never widened.</summary>
public sealed class Grants : IEquatable<Grants>
{
    private readonly string[] _names;

    private Grants(string[] sortedNames) => _names = sortedNames;

    /// <summary>No permission at all; the default of a context.</summary>
    public static Grants None { get; } = new([]);

    /// <summary>The names, sorted by ordinal.</summary>
    public IReadOnlyList<string> Names => Array.AsReadOnly(_names);

    /// <summary>Makes a set of permissions, such as <c>"orders.read"</c>.</summary>
    /// <exception cref="ArgumentException">A name breaks the rule for ids (1 to 256 characters, no control characters).</exception>
    public static Grants Of(params IEnumerable<string> permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        var names = permissions.Select(name => IdText.Check(name, nameof(permissions))).Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names.Length == 0 ? None : new Grants(names);
    }

    /// <summary>True when the permission is in the set. There are no wildcards.</summary>
    public bool Allows(string permission) => Array.BinarySearch(_names, permission, StringComparer.Ordinal) >= 0;

    /// <summary>What both sets hold.</summary>
    public Grants Intersect(Grants other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other) ? this : Of(_names.Where(other.Allows));
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] Grants? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as Grants);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var name in _names)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>The names, joined by a comma.</summary>
    public override string ToString() => string.Join(", ", _names);
}
