using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Names the chain of one owner by a keyed pseudonym: nobody without the key can tell whose it is.</summary>
/// <param name="Value">HMAC-SHA256 of the owner under a key that never rotates.</param>
public readonly record struct AuditStreamId(AuditHash Value)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text isn't 64 lower-case hexadecimal digits.</exception>
    public static AuditStreamId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{IdText.Shown(text ?? "")}' is no AuditStreamId: it must be 64 lower-case hexadecimal digits.");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AuditStreamId id)
    {
        var isId = AuditHash.TryParse(text, out var hash);
        id = new AuditStreamId(hash);
        return isId;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString();
}
