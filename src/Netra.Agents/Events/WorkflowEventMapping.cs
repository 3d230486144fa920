using System.Text.Json;

namespace Netra.Agents.Events;

/// <summary>The wire form of what only workflows say.</summary>
internal static class WorkflowEventMapping
{
    internal static AgentEventWire ToWire(AgentEventWire wire, AgentEvent e) => e switch
    {
        WorkflowStarted x => wire with { Attempt = x.Attempt },
        WorkflowCompleted x => wire with { Output = AgentEventMapping.Json(x.Output), Degraded = x.IsDegraded ? true : null, DurationMs = x.Duration.TotalMilliseconds },
        WorkflowSuspended x => wire with { Waits = [.. x.Waits.Select(ToWire)], DurationMs = x.Duration.TotalMilliseconds },
        WorkflowWaiting x => wire with { Wait = ToWire(x.Wait) },
        StepStarted x => Of(wire, x),
        StepCompleted x => Of(wire, x.Started) with { Output = AgentEventMapping.Json(x.Output), DurationMs = x.Duration.TotalMilliseconds },
        StepFailed x => Of(wire, x.Started) with { ErrorCode = x.Error.Code, ErrorMessage = x.Error.Message, DurationMs = x.Duration.TotalMilliseconds },
        StepSkipped x => wire with { Step = x.Step, Reason = x.Reason },
        _ => wire,
    };

    internal static AgentEvent? FromWire(AgentEventWire w, ExecutionClaim claim)
    {
        var duration = TimeSpan.FromMilliseconds(w.DurationMs ?? 0);
        return w.Type switch
        {
            "workflow_started" => new WorkflowStarted(claim),
            "workflow_completed" => new WorkflowCompleted(claim, duration, AgentOutput.FromValue(AgentEventMapping.Value(w.Output)) with { IsDegraded = w.Degraded ?? false }),
            "workflow_suspended" => new WorkflowSuspended(claim, duration, [.. (w.Waits ?? []).Select(Wait)]),
            "workflow_waiting" => new WorkflowWaiting(claim, Wait(w.Wait ?? throw new JsonException("'workflow_waiting' needs a wait."))),
            "step_started" => Started(w, claim),
            "step_completed" => new StepCompleted(Started(w, claim, duration), AgentEventMapping.Value(w.Output)),
            "step_failed" => new StepFailed(Started(w, claim, duration), AgentEventMapping.Error(w, required: true)!),
            "step_skipped" => new StepSkipped(claim, AgentEventMapping.Need(w.Step, "step"), AgentEventMapping.Need(w.Reason, "reason")),
            _ => null,
        };
    }

    private static AgentEventWire Of(AgentEventWire wire, StepStarted started) => wire with { Step = started.Step, StepKind = NameOf(started.Kind) };

    private static StepStarted Started(AgentEventWire w, ExecutionClaim claim) => new(claim, AgentEventMapping.Need(w.Step, "step"), KindOf(AgentEventMapping.Need(w.StepKind, "step_kind")));

    private static StepStarted Started(AgentEventWire w, ExecutionClaim claim, TimeSpan duration) =>
        (StepStarted)Started(w, claim).Stamp(w.Sequence, (w.Timestamp - duration).UtcTicks);

    private static WorkflowWaitWire ToWire(WorkflowWait wait) =>
        new() { WaitId = wait.WaitId.ToString(), Step = wait.Step, Prompt = AgentEventMapping.Json(wait.Prompt), ExpiresAt = wait.ExpiresAt };

    private static WorkflowWait Wait(WorkflowWaitWire w) => new(WaitId.Parse(w.WaitId), w.Step, AgentEventMapping.Value(w.Prompt), w.ExpiresAt);

    private static string NameOf(StepKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static StepKind KindOf(string name)
    {
        foreach (var kind in Enum.GetValues<StepKind>())
        {
            if (NameOf(kind) == name)
            {
                return kind;
            }
        }

        throw new JsonException($"'{Contexts.IdText.Shown(name)}' is no kind of step.");
    }
}
