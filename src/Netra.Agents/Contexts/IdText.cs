using System.Globalization;
using System.Text;

namespace Netra.Agents.Contexts;

/// <summary>The one rule for every text that names something: 1 to 256 characters, no control characters, no lone surrogates.</summary>
internal static class IdText
{
    internal const int MaxLength = 256;

    internal static string Check(string? value, string what)
    {
        ArgumentNullException.ThrowIfNull(value, what);
        if (value.Length is > 0 and <= MaxLength && !value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return value;
        }

        return Fault(value) is { } fault ? throw new ArgumentException($"{what} {fault}", what) : value;
    }

    /// <summary>Null when the value keeps the rule; else the end of a sentence that begins with what the value is.</summary>
    internal static string? Fault(string value)
    {
        if (value.Length is 0 or > MaxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must have 1 to {MaxLength} characters; it has {value.Length}.");
        }

        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsControl(c))
            {
                return string.Create(CultureInfo.InvariantCulture, $"must have no control characters; '{Shown(value)}' has U+{(int)c:X4} at index {i}.");
            }

            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                return string.Create(CultureInfo.InvariantCulture, $"must have no lone surrogates; '{Shown(value)}' has U+{(int)c:X4} at index {i}.");
            }
        }

        return null;
    }

    /// <summary>The value with everything escaped that could forge or hide a part of a message (control, format, surrogate).</summary>
    internal static string Shown(string value)
    {
        const int Longest = 64;
        var shown = new StringBuilder(Math.Min(value.Length, Longest) + 1);
        foreach (var c in value.AsSpan(0, Math.Min(value.Length, Longest)))
        {
            _ = char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
                : shown.Append(c);
        }

        return value.Length > Longest ? shown.Append('…').ToString() : shown.ToString();
    }
}
