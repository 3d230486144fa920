namespace Netra.Agents.Workflows;

/// <summary>Steps one after the other.</summary>
internal sealed record Block(StepNode[] Steps);
