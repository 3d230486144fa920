namespace GoldenPath;

/// <summary>What models cost, for a million tokens. The models and their prices are made up.</summary>
internal static class Prices
{
    private static readonly Dictionary<string, Price> All = new(StringComparer.Ordinal)
    {
        ["atlas-large"] = new(3.00m, 15.00m, "atlas-small"),
        ["atlas-small"] = new(0.25m, 1.25m, null),
        ["boreas-pro"] = new(2.00m, 8.00m, "boreas-mini"),
        ["boreas-mini"] = new(0.15m, 0.60m, null),
    };

    /// <exception cref="KeyNotFoundException">Nobody has said what the model costs.</exception>
    internal static Price Of(string model) => All[model];

    /// <param name="Input">For what is read.</param>
    /// <param name="Output">For what is written.</param>
    /// <param name="Cheaper">A smaller model of the family, if there is one.</param>
    internal sealed record Price(decimal Input, decimal Output, string? Cheaper)
    {
        /// <summary>A month has 30 days.</summary>
        internal decimal Monthly(decimal requestsPerDay, decimal inputTokens, decimal outputTokens) =>
            decimal.Round(requestsPerDay * 30 * ((inputTokens * Input) + (outputTokens * Output)) / 1_000_000, 2);
    }
}
