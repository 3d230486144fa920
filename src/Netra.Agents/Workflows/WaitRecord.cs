namespace Netra.Agents.Workflows;

/// <summary>A wait as it is kept.</summary>
internal static class WaitRecord
{
    internal static ContextValue Write(WorkflowWait wait) =>
        ContextValue.List(wait.Step, wait.Prompt, wait.ExpiresAt is { } time ? ContextValue.FromTimestamp(time) : default);

    internal static WorkflowWait Read(WaitId waitId, ContextValue value) =>
        new(waitId, value[0].AsString(), value[1], value[2].IsNull ? null : value[2].AsTimestamp());
}
