namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Something that somebody tried.</summary>
/// <param name="What">What it was.</param>
/// <param name="IsForbidden">True when it must not have had an effect: by another owner, or by an execution that had ended.</param>
/// <param name="HadEffect">Whether it had.</param>
internal readonly record struct Attempt(string What, bool IsForbidden, bool HadEffect);
