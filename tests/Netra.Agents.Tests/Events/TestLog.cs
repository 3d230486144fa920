using Microsoft.Extensions.Time.Testing;
using Netra.Agents.Contexts;
using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

/// <summary>The log of one run of alice's, on a clock that stands still, with what is needed to write to it and read it.</summary>
internal sealed class TestLog
{
    internal static readonly Owner Alice = new(new TenantId("acme"), new UserId("alice"));

    private int _calls;

    internal TestLog(int passing = 1_024, int text = 256 * 1024, params SinkPump[] pumps)
    {
        Run = new RunIdentity(Alice, new ThreadId("thread-1"), RunId.New(), null, null, 32);
        Root = new ExecutionClaim(Run, NewExecution(), null, "writer");
        Child = new ExecutionClaim(Run, NewExecution(), Root, "helper");
        Log = new RunLog(Run, new RunClock(Clock), new EventLogLimits(passing, text), Counters, pumps);
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero));
    internal CountedEvents Counters { get; } = new();
    internal RunIdentity Run { get; }
    internal ExecutionClaim Root { get; }
    internal ExecutionClaim Child { get; }
    internal RunLog Log { get; }

    internal AgentEvent Append(AgentEvent item)
    {
        lock (Run)
        {
            Log.AppendNeedsLock(item);
        }

        return item;
    }

    internal AgentEvent Start() => Append(new AgentStarted(Root));

    internal AgentEvent Text(string text) => Append(new AgentText(Root, text));

    internal AgentEvent Tool() => Append(new ToolExecuting(Root, ++_calls, "search", ContextValue.Map(("query", "shoes"))));

    internal AgentEvent End() => Append(new AgentCompleted(Root, TimeSpan.Zero, AgentOutput.FromText("done")));

    internal RunCursor Reader(long after = 0) => new(Log, Alice, after);

    internal List<AgentEvent> Read(long after = 0) => ReadAll(Reader(after));

    internal static List<AgentEvent> ReadAll(RunCursor reader)
    {
        var items = new List<AgentEvent>();
        while (reader.TryRead(out var item))
        {
            Assert.True(items.Count == 0 || item.FirstSequence > items[^1].Sequence, $"{item} came again or out of order.");
            items.Add(item);
        }

        return items;
    }

    private static ExecutionId NewExecution() => new(NewId.Create(TimeProvider.System, SystemEntropySource.Instance));
}
