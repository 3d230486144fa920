using System.Diagnostics;

namespace Netra.Agents.Benchmarks;

/// <summary>The floor: what a careful team writes by hand for one run. A child context, two ordered events, a tracked state, a token, an activity; no fence, no log, no watchdog.</summary>
internal sealed class HandWritten : IDisposable
{
    private readonly ActivitySource _source = new("hand-written");
    private readonly UserExecutionContext _root = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New(), Grants.Of("tool.use"));

    public void Dispose() => _source.Dispose();

    /// <summary>Runs the agent on the caller's thread.</summary>
    internal async ValueTask<string> RunAsync(Func<UserExecutionContext, CancellationToken, ValueTask<string>> agent)
    {
        var context = _root.CreateChildContext("agent");
        var run = new Run(context);
        using var activity = _source.StartActivity("invoke_agent");
        run.Add("started");
        run.State = 1;
        try
        {
            var output = await agent(context, run.Cancellation.Token);
            run.State = 2;
            run.Add("completed");
            return output;
        }
        catch
        {
            run.State = 3;
            run.Add("failed");
            throw;
        }
    }

    /// <summary>Calls a tool: permission, child context, two events.</summary>
    internal static ContextValue CallTool(Run run, Func<UserExecutionContext, ContextValue> tool)
    {
        if (!run.Context.Grants.Allows("tool.use"))
        {
            throw new InvalidOperationException("denied");
        }

        run.Add("executing");
        var output = tool(run.Context.CreateChildContext("tool"));
        run.Add("completed");
        return output;
    }

    internal Run NewRun() => new(_root);

    internal sealed class Run(UserExecutionContext context)
    {
        private readonly List<Event> _events = [];

        internal UserExecutionContext Context { get; } = context;

        internal CancellationTokenSource Cancellation { get; } = new();

        internal int State { get; set; }

        internal void Add(string kind)
        {
            lock (_events)
            {
                _events.Add(new Event(kind, _events.Count + 1, Stopwatch.GetTimestamp()));
            }
        }
    }

    private sealed record Event(string Kind, long Sequence, long Timestamp);
}
