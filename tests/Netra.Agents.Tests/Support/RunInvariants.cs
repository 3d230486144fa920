namespace Netra.Agents.Tests.Support;

/// <summary>What holds of the events of every run that has ended, however it ended.</summary>
internal static class RunInvariants
{
    /// <param name="events">All events, in order.</param>
    /// <param name="after">The sequence before the first: more than 0 after a gap that was marked.</param>
    internal static void Check(IEnumerable<AgentEvent> events, long after = 0) => CheckAll([.. events], after);

    private static void CheckAll(IReadOnlyList<AgentEvent> events, long after)
    {
        Assert.NotEmpty(events);
        Assert.Single(events.Select(item => (item.RunId, item.Owner)).Distinct());
        CheckSequence(events, after);
        Assert.True(events[^1].EndsRun, $"The last event is {events[^1]}.");
        Assert.Single(events, item => item.EndsRun && item is not WorkflowSuspended);
        foreach (var execution in events.GroupBy(item => item.ExecutionId))
        {
            CheckExecution([.. execution]);
        }

        CheckToolPairs(events);
        CheckTree(events);
    }

    private static void CheckSequence(IReadOnlyList<AgentEvent> events, long after)
    {
        var last = after;
        foreach (var item in events)
        {
            Assert.Equal(last + 1, item.FirstSequence);
            last = item.Sequence;
        }
    }

    private static void CheckExecution(List<AgentEvent> own)
    {
        Assert.True(own[0] is AgentStarted or WorkflowStarted, $"The first event of an execution is {own[0]}.");
        Assert.Single(own, item => item is AgentStarted or WorkflowStarted);
        Assert.True(own[^1].IsTerminal, $"The last event of an execution is {own[^1]}.");
        Assert.Single(own, item => item.IsTerminal);
    }

    private static void CheckToolPairs(IReadOnlyList<AgentEvent> events)
    {
        var open = new HashSet<(ExecutionId, string)>();
        foreach (var item in events)
        {
            if (item is ToolExecuting executing)
            {
                Assert.True(open.Add((item.ExecutionId, executing.CallId)), $"{item} opens a call twice.");
            }
            else if (item is ToolCompleted completed)
            {
                Assert.True(open.Remove((item.ExecutionId, completed.CallId)), $"{item} closes what isn't open.");
            }
            else if (item.IsTerminal)
            {
                Assert.DoesNotContain(open, call => call.Item1 == item.ExecutionId);
            }
        }

        Assert.Empty(open);
    }

    private static void CheckTree(IReadOnlyList<AgentEvent> events)
    {
        var live = new HashSet<ExecutionId>();
        foreach (var item in events)
        {
            if (item is AgentStarted or WorkflowStarted)
            {
                Assert.True(item.ParentExecutionId is not { } parent || live.Contains(parent), $"{item} begins under no live parent.");
                live.Add(item.ExecutionId);
            }
            else
            {
                Assert.Contains(item.ExecutionId, live);
            }

            if (item.IsTerminal)
            {
                live.Remove(item.ExecutionId);
                Assert.DoesNotContain(events, later => later.Sequence > item.Sequence && later.ExecutionId == item.ExecutionId);
                Assert.DoesNotContain(events, child => child.ParentExecutionId == item.ExecutionId && live.Contains(child.ExecutionId));
            }
        }

        Assert.Empty(live);
    }
}
