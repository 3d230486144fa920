namespace Netra.Agents.LoadTests;

/// <summary>What one reader makes of the events of one run: whose they are, whether one is missing, and how long each took.</summary>
internal sealed class EventCheck(LiveRun run, Findings findings, Latencies latencies, long asked)
{
    private readonly Canary _canary = Canary.Of(run.Context);
    private readonly bool _steady = run.Plan.Reader is ReaderKind.Steady or ReaderKind.Cancels;
    private AgentTerminalEvent? _end;
    private bool _gapped;
    private int _openTools;
    private int _stuckTools;
    private int _tools;
    private long _deliveries;

    /// <summary>The last sequence that was seen.</summary>
    internal long LastSequence { get; private set; }

    /// <summary>How many tokens were seen or told to be missing.</summary>
    internal int Tokens { get; private set; }

    internal void See(AgentEvent item)
    {
        var now = TimeProvider.System.GetTimestamp();
        _deliveries++;
        if (item.Owner != run.Plan.Owner || item.RunId != run.Context.RunId || item.ThreadId != run.Context.ThreadId)
        {
            findings.Misroute($"the reader of run {run.Index} got {item}");
            return;
        }

        if (_end is not null)
        {
            findings.LostTerminal($"{item} came after the last event");
        }

        if (item.FirstSequence != LastSequence + 1)
        {
            findings.UnmarkedGap($"run {run.Index} went from {LastSequence} to {item.FirstSequence}");
        }

        LastSequence = item.Sequence;
        Take(item, now);
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="cancelled">When the host said that the reader's cancellation had ended the run; null when it didn't say so.</param>
    internal void Close(long? cancelled)
    {
        findings.Ended(LastSequence, _deliveries);
        if (_end is null)
        {
            findings.LostTerminal($"run {run.Index} has none after {LastSequence} events");
            return;
        }

        if (_openTools != 0)
        {
            findings.WrongOutcome($"run {run.Index} has a tool call without an end");
        }

        // An agent that had given its answer before the cancellation keeps it.
        var answered = run.Returned != 0 && (cancelled is null || run.Returned < cancelled);
        if (cancelled is not null)
        {
            findings.CancelledRun(answered: answered && _end is AgentCompleted);
        }

        if (cancelled is not null && !(answered && _end is AgentCompleted))
        {
            Expect(_end is AgentCancelled { Error.Code: AgentErrorCodes.RunCancelled });
            return;
        }

        Expect(_end is AgentCompleted);
        if (_end is AgentCompleted completed && completed.Output.Text != _canary.Mark)
        {
            findings.Misroute($"run {run.Index} completed with another's output");
        }

        if (!_gapped && (Tokens != run.Plan.Tokens || _tools != run.Plan.Tools.Count))
        {
            findings.UnmarkedGap($"run {run.Index} shows {Tokens} of {run.Plan.Tokens} tokens and {_tools} of {run.Plan.Tools.Count} tool calls");
        }

        if (_stuckTools != run.Plan.Tools.Count(static use => use.Tool == LoadTools.Stuck))
        {
            findings.WrongOutcome($"run {run.Index} shows {_stuckTools} calls that timed out");
        }
    }

    private void Take(AgentEvent item, long now)
    {
        switch (item)
        {
            case AgentStarted:
                latencies.First.Record(TimeProvider.System.GetElapsedTime(asked, now));
                break;
            case AgentText text:
                TakeText(text, now);
                break;
            case EventGap:
                _gapped = true;
                findings.MarkedGap();
                break;
            case ToolExecuting:
                _openTools++;
                break;
            case ToolCompleted tool:
                _openTools--;
                _tools++;
                var timedOut = tool.Error?.Code == AgentErrorCodes.ToolTimedOut;
                _stuckTools += timedOut ? 1 : 0;
                findings.ToolCall(timedOut);
                break;
            case AgentTerminalEvent { EndsRun: true } end:
                _end = end;
                if (_steady && end is AgentCompleted)
                {
                    latencies.Terminal.Record(TimeProvider.System.GetElapsedTime(run.Returned, now));
                }

                break;
        }
    }

    private void TakeText(AgentText text, long now)
    {
        var count = _canary.Count(text.Text, out var first);
        if (count == 0)
        {
            findings.Misroute($"the reader of run {run.Index} got a text without its mark");
            return;
        }

        if (count != text.Sequence - text.FirstSequence + 1 || (first != Tokens && !_gapped))
        {
            findings.UnmarkedGap($"run {run.Index} went from token {Tokens} to {first}, {count} in {text.Sequence - text.FirstSequence + 1} events");
        }

        for (var i = 0; _steady && i < count; i++)
        {
            latencies.Event.Record(TimeProvider.System.GetElapsedTime(run.Emitted[first + i], now));
        }

        Tokens = first + count;
    }

    private void Expect(bool asPlanned)
    {
        if (!asPlanned)
        {
            findings.WrongOutcome($"run {run.Index} ({run.Plan.Reader}) ended with {_end!.WireName} {_end.Error?.Code}");
        }
    }
}
