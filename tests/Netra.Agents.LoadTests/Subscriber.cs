namespace Netra.Agents.LoadTests;

/// <summary>The one who asks, and reads the answer in their own manner.</summary>
internal sealed class Subscriber(IAgentExecutionCore core, LiveRun run, Owner somebodyElse, Pace pace, Findings findings, Latencies latencies)
{
    private readonly TimeProvider _clock = TimeProvider.System;

    internal async Task RunAsync()
    {
        var check = new EventCheck(run, findings, latencies, _clock.GetTimestamp());
        long? cancelled = null;
        try
        {
            cancelled = await ReadAsync(check);
            if (run.Plan.Reader == ReaderKind.Reconnects)
            {
                await Task.Delay(pace.Away, _clock);
                await TryAsSomebodyElseAsync();
                await ReturnAsync(check);
            }
        }
        catch (RunNotFoundException) when (run.Returned != 0 && _clock.GetElapsedTime(run.Returned) > pace.Retention)
        {
            // The machine was so busy that the reader was away for longer than an ended run is kept: that is the answer then.
            findings.CameTooLate();
            return;
        }
        catch (Exception e)
        {
            findings.WrongOutcome($"the reader of run {run.Index} ({run.Plan.Reader}) met {e.GetType().Name}: {e.Message}");
        }

        check.Close(cancelled);
    }

    /// <summary>Reads from the start: to the end, or until the reader leaves. When the reader cancelled the run, the moment of it.</summary>
    private async Task<long?> ReadAsync(EventCheck check)
    {
        var tried = false;
        long? cancelled = null;
        await foreach (var item in core.StreamAsync(LoadHost.Agent, run.Context, (ContextValue)run.Index))
        {
            check.See(item);
            switch (run.Plan.Reader)
            {
                case ReaderKind.Slow:
                    await Task.Delay(pace.SlowRead, _clock);
                    break;
                case ReaderKind.Reconnects when check.Tokens > run.Plan.TurnAfter:
                    return null;
                case ReaderKind.Cancels when !tried && check.Tokens > run.Plan.TurnAfter:
                    tried = true;
                    cancelled = await core.CancelAsync(run.Context, run.Context.RunId) ? _clock.GetTimestamp() : null;
                    break;
            }
        }

        return cancelled;
    }

    private async Task ReturnAsync(EventCheck check)
    {
        var reader = UserExecutionContext.FromRequest(run.Plan.Owner, ThreadId.New());
        await foreach (var item in core.SubscribeAsync(reader, run.Context.RunId, check.LastSequence))
        {
            check.See(item);
        }
    }

    /// <summary>The right run id in the wrong hands is the id of a run that never was.</summary>
    private async Task TryAsSomebodyElseAsync()
    {
        try
        {
            await foreach (var item in core.SubscribeAsync(UserExecutionContext.FromRequest(somebodyElse, ThreadId.New()), run.Context.RunId))
            {
                findings.Misroute($"somebody else read {item}");
                return;
            }

            findings.Misroute($"somebody else was told that run {run.Index} exists");
        }
        catch (RunNotFoundException)
        {
            // As it must be.
        }
    }
}
