using static Netra.Agents.AspNetCore.AgUiRecord;

namespace Netra.Agents.AspNetCore;

/// <summary>Writes the events of a run as AG-UI records, in the order that the protocol wants: what is open is closed before the next begins.</summary>
/// <remarks>Called for one event at a time.</remarks>
internal sealed class AgUiStream(EventStream stream, LiveConnections connections, AgUiInput input) : IAgentEventSink
{
    private readonly Dictionary<ExecutionId, (string Message, bool IsThought)> _open = [];
    private readonly List<ExecutionId> _subagents = [];
    private readonly List<(ExecutionId Execution, string Step)> _steps = [];
    private bool _hasBegun;
    private bool _hasText;

    /// <summary>The stream ends, and the run may not have.</summary>
    internal static ContextValue Closing(string code) => ContextValue.Map(("type", "RUN_ERROR"), ("message", "The connection was closed by the server; the run may go on."), ("code", code));

    /// <summary>Tells of a run that was cancelled where it waited, and has no event for it.</summary>
    internal ValueTask CancelledAsync(CancellationToken cancellationToken) => WriteAsync([Record("RUN_STARTED", null, ("threadId", input.ThreadId), ("runId", input.RunId)), Finished(default, "cancelled")], cancellationToken);

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        connections.Follow(stream, agentEvent, agentEvent.EndsRun);
        List<ContextValue> records = [];
        if (!_hasBegun)
        {
            _hasBegun = true;
            records.Add(Record("RUN_STARTED", null, ("threadId", input.ThreadId), ("runId", input.RunId)));
        }

        var isOver = Add(records, agentEvent);
        await WriteAsync(records, cancellationToken);

        if (isOver)
        {
            // The run waits for a person; it goes on by itself, and this stream ends here.
            throw new OperationCanceledException();
        }
    }

    private async ValueTask WriteAsync(List<ContextValue> records, CancellationToken cancellationToken)
    {
        foreach (var record in records)
        {
            await stream.SendAsync(null, record.ToUtf8Json(), cancellationToken);
        }
    }

    /// <summary>True when nothing follows although the run hasn't ended.</summary>
    private bool Add(List<ContextValue> records, AgentEvent e)
    {
        var isRoot = e.ParentExecutionId is null;
        if (e is not (AgentText or AgentThinking))
        {
            Close(records, e.ExecutionId);
        }

        if (!isRoot && !_subagents.Contains(e.ExecutionId))
        {
            _subagents.Add(e.ExecutionId);
            records.Add(Record("SUBAGENT_STARTED", e.ExecutionId, ("name", e.AgentName), ("parentSubagentRunId", _subagents.Contains(e.ParentExecutionId!.Value) ? e.ParentExecutionId.ToString() : (ContextValue)default)));
        }

        var of = isRoot ? (ExecutionId?)null : e.ExecutionId;
        switch (e)
        {
            case AgentText text when text.Text.Length > 0:
                _hasText |= isRoot;
                Say(records, e, of, text.Text, isThought: false);
                break;
            case AgentThinking thought when thought.Text.Length > 0:
                Say(records, e, of, thought.Text, isThought: true);
                break;
            case AgentProgress progress:
                records.Add(Custom(of, "progress", ("message", progress.Message), ("fraction", progress.Fraction is { } fraction ? (decimal)fraction : (ContextValue)default)));
                break;
            case EventGap:
                records.Add(Custom(of, "events_gap", ("firstSequence", e.FirstSequence), ("sequence", e.Sequence)));
                break;
            case ToolExecuting call:
                records.Add(Record("TOOL_CALL_START", of, ("toolCallId", call.CallId), ("toolCallName", call.ToolName)));
                records.Add(Record("TOOL_CALL_ARGS", of, ("toolCallId", call.CallId), ("delta", Json(call.Arguments))));
                records.Add(Record("TOOL_CALL_END", of, ("toolCallId", call.CallId)));
                break;
            case ToolCompleted done:
                var content = done.Error is { } error ? ContextValue.Map(("error", error.Code), ("message", error.Message)) : done.Output;
                records.Add(Record("TOOL_CALL_RESULT", of, ("messageId", $"{done.CallId}-result"), ("toolCallId", done.CallId), ("content", content.Kind == ContextValueKind.String ? content : Json(content)), ("role", "tool")));
                break;
            case StepStarted step when !_steps.Contains((e.ExecutionId, step.Step)):
                _steps.Add((e.ExecutionId, step.Step));
                records.Add(Record("STEP_STARTED", of, ("stepName", step.Step)));
                break;
            case StepCompleted or StepFailed:
                var name = e is StepCompleted completed ? completed.Step : ((StepFailed)e).Step;
                if (_steps.Remove((e.ExecutionId, name)))
                {
                    records.Add(Record("STEP_FINISHED", of, ("stepName", name)));
                }

                break;
            case ToolApprovalRequested asked:
                Interrupt(records, Present(
                    ("id", AgUiAnswer.InterruptId(e, "tool", asked.ApprovalId.ToString())), ("reason", "tool_approval"), ("message", $"May '{asked.ToolName}' be called?"),
                    ("expiresAt", asked.ExpiresAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture)),
                    ("metadata", ContextValue.Map(("tool", asked.ToolName), ("arguments", asked.Arguments))), ("subagentRunId", of?.ToString())));
                return true;
            case WorkflowSuspended suspended when isRoot:
                Interrupt(records, [.. suspended.Waits.Select(wait => ContextValue.Map(
                    ("id", AgUiAnswer.InterruptId(e, "wait", wait.WaitId.ToString())), ("reason", "input"), ("message", wait.Prompt.Kind == ContextValueKind.String ? wait.Prompt : Json(wait.Prompt))))]);
                break;
            case AgentTerminalEvent end when isRoot:
                Finish(records, end);
                break;
            case AgentTerminalEvent end:
                CloseAll(records, e.ExecutionId);
                _subagents.Remove(e.ExecutionId);
                records.Add(end.Error is { } fault
                    ? Record("SUBAGENT_ERROR", of, ("message", fault.Message), ("code", fault.Code))
                    : Record("SUBAGENT_FINISHED", of));
                break;
        }

        return false;
    }

    private void Finish(List<ContextValue> records, AgentTerminalEvent end)
    {
        CloseAll(records, null, end.Error is { } cause
            ? subagent => Record("SUBAGENT_ERROR", subagent, ("message", cause.Message), ("code", cause.Code))
            : subagent => Record("SUBAGENT_FINISHED", subagent));
        if (end.Error is { } error && end is not (AgentCancelled or WorkflowCancelled))
        {
            records.Add(Record("RUN_ERROR", null, ("message", error.Message), ("code", error.Code)));
            return;
        }

        var output = end switch { AgentCompleted agent => agent.Output, WorkflowCompleted workflow => workflow.Output, _ => default };
        if (output.Kind == ContextValueKind.String && !_hasText && output.AsString().Length > 0)
        {
            Say(records, end, null, output.AsString(), isThought: false);
            Close(records, end.ExecutionId);
        }

        if (output.Kind == ContextValueKind.Map)
        {
            records.Add(Record("STATE_SNAPSHOT", null, ("snapshot", output)));
        }

        records.Add(Finished(output, end.Error is null ? "success" : "cancelled"));
    }

    private ContextValue Finished(ContextValue output, string outcome) => Record("RUN_FINISHED", null, ("threadId", input.ThreadId), ("runId", input.RunId), ("result", output), ("outcome", ContextValue.Map(("type", outcome))));

    private void Interrupt(List<ContextValue> records, params IReadOnlyList<ContextValue> interrupts)
    {
        CloseAll(records, null, static subagent => Record("SUBAGENT_FINISHED", subagent, ("outcome", ContextValue.Map(("type", "suspended")))));
        records.Add(Record("RUN_FINISHED", null, ("threadId", input.ThreadId), ("runId", input.RunId), ("outcome", ContextValue.Map(("type", "interrupt"), ("interrupts", ContextValue.List([.. interrupts]))))));
    }

    private void Say(List<ContextValue> records, AgentEvent e, ExecutionId? of, string text, bool isThought)
    {
        if (_open.TryGetValue(e.ExecutionId, out var open) && open.IsThought != isThought)
        {
            Close(records, e.ExecutionId);
            open = default;
        }

        var id = open.Message;
        if (id is null)
        {
            id = e.EventId.ToString();
            _open[e.ExecutionId] = (id, isThought);
            if (isThought)
            {
                records.Add(Record("REASONING_START", of, ("messageId", id)));
            }

            records.Add(Record(isThought ? "REASONING_MESSAGE_START" : "TEXT_MESSAGE_START", of, ("messageId", id), ("role", isThought ? "reasoning" : "assistant")));
        }

        records.Add(Record(isThought ? "REASONING_MESSAGE_CONTENT" : "TEXT_MESSAGE_CONTENT", of, ("messageId", id), ("delta", text)));
    }

    private void Close(List<ContextValue> records, ExecutionId execution)
    {
        if (!_open.Remove(execution, out var open))
        {
            return;
        }

        var of = _subagents.Contains(execution) ? execution : (ExecutionId?)null;
        records.Add(Record(open.IsThought ? "REASONING_MESSAGE_END" : "TEXT_MESSAGE_END", of, ("messageId", open.Message)));
        if (open.IsThought)
        {
            records.Add(Record("REASONING_END", of, ("messageId", open.Message)));
        }
    }

    /// <summary>Closes what one execution has open, or all of them: texts, steps, and executions within.</summary>
    private void CloseAll(List<ContextValue> records, ExecutionId? execution, Func<ExecutionId, ContextValue>? subagentEnd = null)
    {
        foreach (var open in _open.Keys.Where(open => execution is null || open == execution).ToArray())
        {
            Close(records, open);
        }

        foreach (var step in _steps.Where(step => execution is null || step.Execution == execution).Reverse().ToArray())
        {
            _steps.Remove(step);
            records.Add(Record("STEP_FINISHED", _subagents.Contains(step.Execution) ? step.Execution : null, ("stepName", step.Step)));
        }

        foreach (var subagent in subagentEnd is null ? [] : _subagents.AsEnumerable().Reverse().ToArray())
        {
            _subagents.Remove(subagent);
            records.Add(subagentEnd!(subagent));
        }
    }
}
