namespace Netra.Agents.Workflows;

/// <summary>One thing that an expression reads.</summary>
/// <param name="Step">Whose output or outcome.</param>
/// <param name="Optional">True when it may be missing.</param>
internal readonly record struct DataRead(string Step, bool Optional);
