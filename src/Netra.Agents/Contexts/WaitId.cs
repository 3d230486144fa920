using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Names one wait of one workflow run. It is no secret: only the run's owner can answer.</summary>
/// <remarks>Made by the library: full entropy, sortable by time (UUIDv7, RFC 9562). Written as 32 lower-case hexadecimal digits.</remarks>
public readonly record struct WaitId
{
    internal WaitId(Guid value) => Value = value;

    /// <summary>The 128 bits of the id.</summary>
    public Guid Value { get; }

    internal bool IsDefault => Value == Guid.Empty;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text isn't 32 hexadecimal digits, or is all zeros.</exception>
    public static WaitId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{IdText.Shown(text ?? "")}' is no WaitId: it must be 32 hexadecimal digits, not all zero.");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WaitId id)
    {
        id = text is { Length: 32 } && Guid.TryParseExact(text, "N", out var value) ? new WaitId(value) : default;
        return !id.IsDefault;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
