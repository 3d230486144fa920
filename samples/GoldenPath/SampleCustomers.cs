using Netra.Agents;

namespace GoldenPath;

/// <summary>Those who come to the desk in this sample, and what they answer when they are asked.</summary>
internal static class SampleCustomers
{
    internal static readonly IReadOnlyList<(string Name, ContextValue Usage, string Answer)> All =
    [
        ("alice", Usage.Of("atlas-large", 40_000, 1_200, 300, repeatedShare: 0.7m, patientShare: 0.2m), "yes"),
        ("bob", Usage.Of("boreas-pro", requestsPerDay: 9_000), "yes"),
        ("carol", Usage.Of(requestsPerDay: 500), "yes"),
        ("dave", Usage.Of("boreas-pro", 25_000, 600, 150, patientShare: 0.5m), "no"),

        // Nobody has said what this model costs: the agent that looks it up fails.
        ("erin", Usage.Of("vega-preview", 2_000, 900, 200), "yes"),
    ];
}
