namespace Netra.Agents;

/// <summary>What one write of a batch left behind.</summary>
/// <param name="Version">The version of the entry now; 0 when there is none.</param>
/// <param name="Value">The sum after an increment; null for all other writes.</param>
public readonly record struct StateWritten(long Version, ContextValue Value = default);
