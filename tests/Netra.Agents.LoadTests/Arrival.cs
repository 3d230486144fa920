namespace Netra.Agents.LoadTests;

/// <summary>One request of the trace.</summary>
/// <param name="At">When it came, from the trace's first.</param>
/// <param name="Tokens">How many tokens were generated for it.</param>
internal readonly record struct Arrival(TimeSpan At, int Tokens);
