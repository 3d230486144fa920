namespace Netra.Agents.LoadTests;

/// <summary>The tools of the load: one that only looks, one that changes something (and so is audited), and one that hangs.</summary>
internal sealed class LoadTools(LiveRuns runs, Findings findings, Pace pace)
{
    internal const string Permission = "load.tools";
    internal const string LookUp = "look_up";
    internal const string Change = "change";
    internal const string Stuck = "stuck";

    internal async ValueTask<ContextValue> WorkAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        CheckCaller(invocation);
        await Task.Delay(pace.Tool, TimeProvider.System, cancellationToken);
        return Canary.Of(invocation.UserContext).Mark;
    }

    /// <summary>Knows no token and no timeout; its result comes when nobody waits for it any more.</summary>
    internal async ValueTask<ContextValue> HangAsync(ToolInvocation invocation)
    {
        await CheckCaller(invocation).GaveUp;
        return "too late";
    }

    private LiveRun CheckCaller(ToolInvocation invocation)
    {
        var run = runs[invocation.Arguments["run"].AsInt64()];
        if (invocation.UserContext.Owner != run.Plan.Owner || invocation.UserContext.RunId != run.Context.RunId)
        {
            findings.Misroute($"a tool of run {run.Index} was called for somebody else");
        }

        return run;
    }
}
