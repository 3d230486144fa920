namespace Netra.Agents.Contexts;

internal static class UnicodeText
{
    internal static int IndexOfLoneSurrogate(string value)
    {
        var start = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = start; i >= 0 && i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }

            return i;
        }

        return -1;
    }

    internal static string CheckName(string? name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return IndexOfLoneSurrogate(name) < 0 ? name : throw new ArgumentException($"The name '{IdText.Shown(name)}' has a lone surrogate.", nameof(name));
    }
}
