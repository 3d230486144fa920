using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Names one request for approval of one tool call. It is no secret: only the owner or the named approver may answer.</summary>
/// <remarks>Made by the library: full entropy, sortable by time (UUIDv7, RFC 9562). Written as 32 lower-case hexadecimal digits.</remarks>
public readonly record struct ApprovalId
{
    internal ApprovalId(Guid value) => Value = value;

    /// <summary>The 128 bits of the id.</summary>
    public Guid Value { get; }

    internal bool IsDefault => Value == Guid.Empty;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text isn't 32 hexadecimal digits, or is all zeros.</exception>
    public static ApprovalId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{IdText.Shown(text ?? "")}' is no ApprovalId: it must be 32 hexadecimal digits, not all zero.");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ApprovalId id)
    {
        id = text is { Length: 32 } && Guid.TryParseExact(text, "N", out var value) ? new ApprovalId(value) : default;
        return !id.IsDefault;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
