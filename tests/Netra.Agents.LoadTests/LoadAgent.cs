namespace Netra.Agents.LoadTests;

/// <summary>Plays a model: emits its tokens as they are due, and calls its tools on the way.</summary>
internal sealed class LoadAgent(LiveRuns runs, Findings findings, Pace pace) : IAgent
{
    private readonly TimeProvider _clock = TimeProvider.System;

    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var run = runs[execution.Input.AsInt64()];
        if (execution.Context.Owner != run.Plan.Owner || execution.Context.RunId != run.Context.RunId)
        {
            findings.Misroute($"run {run.Index} was executed for somebody else");
        }

        var canary = Canary.Of(execution.Context);
        var began = _clock.GetTimestamp();
        var paused = TimeSpan.Zero;
        var tools = 0;
        for (var token = 0; token < run.Plan.Tokens;)
        {
            if (tools < run.Plan.Tools.Count && run.Plan.Tools[tools].BeforeToken <= token)
            {
                var called = _clock.GetTimestamp();
                await CallAsync(execution, run, run.Plan.Tools[tools++].Tool, canary, cancellationToken);
                paused += _clock.GetElapsedTime(called);
                continue;
            }

            if (token < 1 + ((_clock.GetElapsedTime(began) - paused) / pace.Token))
            {
                var text = canary.Text(token);
                run.Emitted[token++] = _clock.GetTimestamp();
                execution.Events.Text(text);
                continue;
            }

            // Every other agent is deaf to its token: only the fence stops it.
            await Task.Delay(pace.Tick, _clock, run.Index % 2 == 0 ? cancellationToken : CancellationToken.None);
        }

        var output = AgentOutput.FromText(canary.Mark);
        run.Returned = _clock.GetTimestamp();
        return output;
    }

    private async ValueTask CallAsync(AgentExecution execution, LiveRun run, string tool, Canary canary, CancellationToken cancellationToken)
    {
        ToolResult result;
        try
        {
            result = await execution.Tools.DispatchAsync(tool, ContextValue.Map(("run", run.Index)), cancellationToken);
        }
        finally
        {
            run.GiveUp();
        }

        if (tool == LoadTools.Stuck)
        {
            Expect(result.Error?.Code == AgentErrorCodes.ToolTimedOut);
        }
        else if (result.Succeeded && result.Output.Text != canary.Mark)
        {
            findings.Misroute($"a tool gave run {run.Index} another run's answer");
        }
        else
        {
            Expect(result.Succeeded);
        }

        // A run that its reader has cancelled may see its calls given up.
        void Expect(bool asPlanned)
        {
            if (!asPlanned && run.Plan.Reader != ReaderKind.Cancels)
            {
                findings.WrongOutcome($"tool '{tool}' of run {run.Index} ended with {result.Error?.Code ?? "success"}");
            }
        }
    }
}
