namespace Netra.Agents.Extensions.AI;

/// <summary>Text that comes in pieces, so that none ends in the middle of a character; what is half a character on both sides becomes U+FFFD.</summary>
internal struct WholeText
{
    private char _half;

    /// <summary>The piece as it can be told, without its last half character, which waits for the next.</summary>
    internal string Next(string piece)
    {
        var text = _half == default ? piece : _half + piece;
        _half = default;
        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            _half = text[^1];
            text = text[..^1];
        }

        return Valid(text);
    }

    /// <summary>What waited for a next piece that doesn't come.</summary>
    internal string Rest()
    {
        var rest = _half == default ? "" : "\uFFFD";
        _half = default;
        return rest;
    }

    private static string Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return string.Concat(text.EnumerateRunes());
            }
        }

        return text;
    }
}
