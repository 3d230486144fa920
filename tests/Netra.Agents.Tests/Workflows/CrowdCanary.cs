using System.Globalization;

namespace Netra.Agents.Tests.Workflows;

/// <summary>Texts that show whose they are wherever they turn up.</summary>
internal static class CrowdCanary
{
    private const char Mark = '^';

    internal static string Of(int owner) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{owner}{Mark}");

    /// <summary>Whose canaries are in a text, each as often as it is there.</summary>
    internal static List<int> In(string? text)
    {
        var owners = new List<int>();
        for (var at = text?.IndexOf(Mark, StringComparison.Ordinal) ?? -1; at >= 0; at = text!.IndexOf(Mark, at + 1))
        {
            var end = text!.IndexOf(Mark, at + 1);
            if (end > at && int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var owner))
            {
                owners.Add(owner);
                at = end;
            }
        }

        return owners;
    }
}
