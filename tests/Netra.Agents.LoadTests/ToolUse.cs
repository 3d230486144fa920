namespace Netra.Agents.LoadTests;

/// <summary>One call of a tool in a run.</summary>
/// <param name="BeforeToken">When.</param>
/// <param name="Tool">Which.</param>
internal readonly record struct ToolUse(int BeforeToken, string Tool);
