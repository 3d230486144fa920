using System.Globalization;
using System.Text;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Rules for text that a server wrote and that a model, a person or a log is to read.</summary>
internal static class UntrustedText
{
    private const int LongestName = 256;
    private const int LongestShown = 64;

    /// <summary>Null when the text can name a tool; else the end of a sentence that begins with what it is.</summary>
    internal static string? NameFault(string name) =>
        name.Length is 0 or > LongestName ? string.Create(CultureInfo.InvariantCulture, $"must have 1 to {LongestName} characters; it has {name.Length}.")
        : name.AsSpan().ContainsAny('\t', '\n', '\r') ? "must have no control characters."
        : Fault(name, LongestName);

    /// <summary>Null when the text shows all that it says; else the end of a sentence that begins with what it is. Line breaks and tabs are let through.</summary>
    internal static string? Fault(string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"must have at most {maxLength} characters; it has {text.Length}.");
        }

        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                return "must have no lone surrogates.";
            }

            if (IsHidden(rune.Value) || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
            {
                return string.Create(CultureInfo.InvariantCulture, $"must have no characters that hide or forge text; it has U+{rune.Value:X4}.");
            }

            i += length;
        }

        return null;
    }

    /// <summary>The text, short, with everything escaped that could forge or hide a part of a message.</summary>
    internal static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestShown)))
        {
            _ = char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
                : shown.Append(c);
        }

        return text.Length > LongestShown ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>The beginning of a text, never half of a character, without what hides or forges text.</summary>
    internal static string Beginning(string text, int maxLength)
    {
        var kept = new StringBuilder(Math.Min(text.Length, maxLength) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > maxLength)
            {
                return kept.Append('…').ToString();
            }

            if (!IsHidden(rune.Value) && (!Rune.IsControl(rune) || rune.Value is '\t' or '\n'))
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }

    /// <summary>Characters that turn the order of text around, and tags, which a model reads and a person doesn't see.</summary>
    private static bool IsHidden(int rune) => rune is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xE0000 and <= 0xE007F);
}
