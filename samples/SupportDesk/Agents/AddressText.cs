using System.Text.RegularExpressions;
using SupportDesk.Data;

namespace SupportDesk.Agents;

/// <summary>Reads an address typed on one line: street[, apartment], city, state and postal code[, country].</summary>
public static partial class AddressText
{
    /// <summary>The address; null if the line isn't one.</summary>
    public static Address? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.TrimEnd('.', '!', ' ').Split(',', StringSplitOptions.TrimEntries).ToList();
        var region = parts.Count > 2 ? Region().Match(parts[^1]) : Match.Empty;
        var country = "USA";
        if (!region.Success && parts.Count > 3)
        {
            country = parts[^1];
            parts.RemoveAt(parts.Count - 1);
            region = Region().Match(parts[^1]);
        }

        if (!region.Success || parts.Count is not (3 or 4) || parts.Exists(string.IsNullOrEmpty) || country.Length == 0)
            return null;
        return new Address(
            parts[0],
            parts.Count == 4 ? parts[1] : "",
            parts[^2],
            country,
            region.Groups["state"].Value.ToUpperInvariant(),
            region.Groups["zip"].Value);
    }

    [GeneratedRegex(@"^(?<state>[A-Za-z]{2})\s+(?<zip>[0-9]{5}(-[0-9]{4})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Region();
}
