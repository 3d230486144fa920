using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Names a tenant. <see cref="None"/> is a tenant of its own: it never means "all tenants".</summary>
/// <remarks>1 to 256 characters, no control characters, no lone surrogates; compared by ordinal, never normalised.</remarks>
public readonly record struct TenantId
{
    private readonly string? _value;

    /// <summary>Takes a value that the host gives.</summary>
    /// <exception cref="ArgumentException">The value breaks the rule for ids; the message says how.</exception>
    public TenantId(string value) => _value = IdText.Check(value, nameof(TenantId));

    /// <summary>The users that belong to no tenant.</summary>
    public static TenantId None => default;

    /// <summary>True for <see cref="None"/>.</summary>
    public bool IsNone => _value is null;

    /// <summary>The text of the id; null for <see cref="None"/>.</summary>
    public string? Value => _value;

    /// <summary>The text of the id, or an empty text for <see cref="None"/>.</summary>
    public override string ToString() => _value ?? "";
}
