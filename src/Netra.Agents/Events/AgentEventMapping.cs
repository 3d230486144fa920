using System.Globalization;
using System.Text.Json;
using Netra.Agents.Contexts;

namespace Netra.Agents.Events;

internal static class AgentEventMapping
{
    internal static AgentEventWire ToWire(AgentEvent e)
    {
        var wire = new AgentEventWire
        {
            Type = e.WireName,
            SchemaVersion = AgentEvent.CurrentSchemaVersion,
            EventId = e.EventId.ToString(),
            RunId = e.RunId.ToString(),
            ThreadId = e.ThreadId.Value,
            ExecutionId = e.ExecutionId.ToString(),
            ParentExecutionId = e.ParentExecutionId?.ToString(),
            Agent = e.AgentName,
            CorrelationId = e.CorrelationId,
            Sequence = e.Sequence,
            FirstSequence = e.FirstSequence == e.Sequence ? null : e.FirstSequence,
            Timestamp = e.Timestamp,
        };
        return e switch
        {
            AgentText x => wire with { Text = x.Text },
            AgentThinking x => wire with { Text = x.Text },
            AgentProgress x => wire with { Message = x.Message, Fraction = x.Fraction },
            ToolExecuting x => wire with { CallId = x.CallId, Tool = x.ToolName, Arguments = Json(x.Arguments) },
            ToolCompleted x => wire with { CallId = x.CallId, Tool = x.ToolName, Arguments = Json(x.Executing.Arguments), Output = Json(x.Output), DurationMs = x.Duration.TotalMilliseconds, ErrorCode = x.Error?.Code, ErrorMessage = x.Error?.Message },
            ToolApprovalRequested x => wire with { ApprovalId = x.ApprovalId.ToString(), Tool = x.ToolName, Arguments = Json(x.Arguments), ExpiresAt = x.ExpiresAt },
            AgentCompleted x => wire with { Output = Json(x.Output), Degraded = x.IsDegraded ? true : null, InputTokens = x.Usage?.InputTokens, OutputTokens = x.Usage?.OutputTokens, DurationMs = x.Duration.TotalMilliseconds },
            WorkflowStarted or WorkflowCompleted or WorkflowSuspended or WorkflowWaiting or StepStarted or StepCompleted or StepFailed or StepSkipped => WorkflowEventMapping.ToWire(wire, e),
            AgentTerminalEvent x => wire with { DurationMs = x.Duration.TotalMilliseconds, ErrorCode = x.Error!.Code, ErrorMessage = x.Error.Message, RetryAfterMs = x.Error.RetryAfter?.TotalMilliseconds },
            _ => wire,
        };
    }

    internal static AgentEvent FromWire(AgentEventWire w, Owner owner)
    {
        if (w.SchemaVersion != AgentEvent.CurrentSchemaVersion)
        {
            throw new JsonException($"The event has schema version {w.SchemaVersion}; this library reads {AgentEvent.CurrentSchemaVersion}.");
        }

        try
        {
            var run = new RunIdentity(owner, new ThreadId(w.ThreadId), RunId.Parse(w.RunId), null, w.CorrelationId, 0);
            if (w.Sequence < 1 || w.FirstSequence < 1 || w.FirstSequence > w.Sequence || w.EventId != new EventId(run.RunId, w.Sequence).ToString())
            {
                throw new JsonException("The event's sequences are not from 1 in order, or its event_id isn't the run_id and the sequence.");
            }

            var parent = w.ParentExecutionId is null ? null : new ExecutionClaim(run, ExecutionId.Parse(w.ParentExecutionId), null, "");
            var claim = new ExecutionClaim(run, ExecutionId.Parse(w.ExecutionId), parent, w.Agent, w.Attempt ?? 1);
            return Event(w, claim).Stamp(w.Sequence, w.Timestamp.UtcTicks);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new JsonException($"Not an event: {e.Message}", e);
        }
    }

    private static AgentEvent Event(AgentEventWire w, ExecutionClaim claim)
    {
        var duration = TimeSpan.FromMilliseconds(w.DurationMs ?? 0);
        var first = w.FirstSequence ?? w.Sequence;
        return w.Type switch
        {
            "agent_started" => new AgentStarted(claim),
            "agent_thinking" => new AgentThinking(claim, Need(w.Text, "text")),
            "agent_text" => new AgentText(claim, Need(w.Text, "text"), first == w.Sequence ? null : new TextSpan(first, null)),
            "agent_progress" => new AgentProgress(claim, w.Message, w.Fraction),
            "tool_executing" => Executing(w, claim),
            "tool_completed" => new ToolCompleted((ToolExecuting)Executing(w, claim).Stamp(w.Sequence, (w.Timestamp - duration).UtcTicks), Value(w.Output), Error(w, required: false)),
            "tool_approval_requested" => new ToolApprovalRequested(claim, ApprovalId.Parse(Need(w.ApprovalId, "approval_id")), Need(w.Tool, "tool"), Value(w.Arguments), w.ExpiresAt ?? default),
            "agent_completed" => new AgentCompleted(claim, duration, AgentOutput.FromValue(Value(w.Output)) with
            {
                IsDegraded = w.Degraded ?? false,
                Usage = w.InputTokens is { } read && w.OutputTokens is { } written ? new TokenUsage(read, written) : null,
            }),
            "agent_failed" => new AgentFailed(claim, duration, Error(w, required: true)!),
            "agent_cancelled" => new AgentCancelled(claim, duration, Error(w, required: true)!),
            "agent_timed_out" => new AgentTimedOut(claim, duration, Error(w, required: true)!),
            "agent_died" => new AgentDied(claim, duration, Error(w, required: true)!),
            "workflow_failed" => new WorkflowFailed(claim, duration, Error(w, required: true)!),
            "workflow_cancelled" => new WorkflowCancelled(claim, duration, Error(w, required: true)!),
            "workflow_timed_out" => new WorkflowTimedOut(claim, duration, Error(w, required: true)!),
            "workflow_died" => new WorkflowDied(claim, duration, Error(w, required: true)!),
            "events_gap" => new EventGap(claim, first),
            _ => WorkflowEventMapping.FromWire(w, claim) ?? throw new JsonException($"'{IdText.Shown(w.Type)}' is no event of schema version {AgentEvent.CurrentSchemaVersion}."),
        };
    }

    private static ToolExecuting Executing(AgentEventWire w, ExecutionClaim claim)
    {
        var callId = Need(w.CallId, "call_id");
        var hyphen = callId.LastIndexOf('-');
        return hyphen >= 0 && int.TryParse(callId.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? new ToolExecuting(claim, ordinal, Need(w.Tool, "tool"), Value(w.Arguments))
            : throw new JsonException($"The call_id '{IdText.Shown(callId)}' has no number at its end.");
    }

    internal static AgentError? Error(AgentEventWire w, bool required) => w.ErrorCode is { } code
        ? new AgentError(code, w.ErrorMessage ?? "") { RetryAfter = w.RetryAfterMs is { } after ? TimeSpan.FromMilliseconds(after) : null }
        : required ? throw new JsonException($"'{w.Type}' needs an error_code.") : null;

    internal static JsonElement Json(ContextValue value)
    {
        using var document = JsonDocument.Parse(value.ToUtf8Json(), new JsonDocumentOptions { MaxDepth = ContextValue.MaxDepth + 2 });
        return document.RootElement.Clone();
    }

    internal static ContextValue Value(JsonElement? element) => element is { } json ? ContextValue.FromJson(json.GetRawText()) : default;

    internal static string Need(string? text, string name) => text ?? throw new JsonException($"The event needs '{name}'.");
}
