using Netra.Agents;

namespace GoldenPath;

/// <summary>A customer who has been served.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Context">The context of the run.</param>
/// <param name="Result">How the run ended.</param>
/// <param name="Report">What the customer reads; null when even the reporting failed.</param>
internal sealed record Served(string Customer, UserExecutionContext Context, AgentExecutionResult Result, string? Report);
