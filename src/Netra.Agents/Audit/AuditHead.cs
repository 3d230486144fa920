namespace Netra.Agents;

/// <summary>A place in a chain: which record, and its MAC.</summary>
/// <param name="Sequence">The record's sequence; as records are counted from 1, also how many there are up to it.</param>
/// <param name="Mac">The record's MAC.</param>
public readonly record struct AuditHead(long Sequence, AuditHash Mac);
