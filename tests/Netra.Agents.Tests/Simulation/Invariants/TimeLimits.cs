namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>The limits of the host.</summary>
/// <param name="Idle">How long nothing may happen before an execution is taken for dead.</param>
/// <param name="Longest">What no execution outlives: its own deadline and the time until that is looked at.</param>
internal sealed record TimeLimits(TimeSpan Idle, TimeSpan Longest);
