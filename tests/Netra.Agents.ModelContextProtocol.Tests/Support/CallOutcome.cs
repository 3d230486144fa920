namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>What became of a tool call in a run.</summary>
internal sealed record CallOutcome(string? Code, string? Message, ContextValue Output);
