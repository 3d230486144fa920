using Netra.Agents.Contexts;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation;

/// <summary>The checks bite: a trace that is good but for one thing is reported, and for that thing.</summary>
public sealed class WorldInvariantsTests
{
    private static readonly Owner Ann = new(new UserId("ann"));
    private static readonly Owner Ben = new(new UserId("ben"));
    private static readonly RunId Run = RunId.New();
    private readonly ExecutionClaim _root = Claim(Ann, null);
    private readonly WorldTrace _trace = new() { Limits = new TimeLimits(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)), IsPunctual = true };
    private readonly RunRecord _record = new(0, 0, Run);
    private readonly SeenRun _seen = new("reader", Observer.Reader, 0);
    private int _second;

    public WorldInvariantsTests()
    {
        _trace.Owners.AddRange([Ann, Ben]);
        _trace.Runs.Add(_record);
        _record.Seen.Add(_seen);
        _seen.IsComplete = true;
    }

    [Fact]
    public void Violations_GoodTrace_None()
    {
        See(Good());
        _record.Add(_root.ExecutionId, "^0^0");
        _record.Results.Add(Result("^0^0"));
        _trace.Attempts.Add(new Attempt("cancel by ben", IsForbidden: true, HadEffect: false));
        _trace.Left.Add(("runs", 0));

        Assert.Empty(WorldInvariants.Violations(_trace));
    }

    [Fact]
    public void Violations_EventMissing_Found() => AssertFound("1 missing", Good().Where((_, index) => index != 1));

    [Fact]
    public void Violations_EventTwice_Found() => AssertFound("seen twice", Good().SelectMany((item, index) => index == 1 ? [item, item] : new[] { item }));

    [Fact]
    public void Violations_GapMarker_CountsAsSeen()
    {
        var events = Good();
        events[1] = new EventGap(_root, 2).Stamp(2, events[1].Timestamp.UtcTicks);
        See(events);

        Assert.Empty(WorldInvariants.Violations(_trace));
    }

    [Fact]
    public void Violations_NoStart_Found() => AssertFound("before the start", [Text("^0^0"), Completed()]);

    [Fact]
    public void Violations_NoEnd_Found() => AssertFound("does not end the run", Good()[..^1]);

    [Fact]
    public void Violations_TwoEnds_Found() => AssertFound("after the end of its execution", [.. Good(), Completed()]);

    [Fact]
    public void Violations_EventAfterTheRunsEnd_Found() => AssertFound("comes after the run's end", [.. Good(), Text("^0^0")]);

    [Fact]
    public void Violations_SubAgentWithoutEnd_Found()
    {
        var child = Claim(Ann, _root);
        AssertFound($"execution {child.ExecutionId} has no end", [new AgentStarted(_root), new AgentStarted(child), Completed()]);
    }

    [Fact]
    public void Violations_SubAgentSpeaksAfterItsEnd_Found()
    {
        var child = Claim(Ann, _root);
        AssertFound(
            "comes after the end of its execution",
            [new AgentStarted(_root), new AgentStarted(child), new AgentCompleted(child, TimeSpan.FromSeconds(1), AgentOutput.FromText("")), new AgentThinking(child, ""), Completed()]);
    }

    [Fact]
    public void Violations_ToolCallLeftOpen_Found() =>
        AssertFound("open", [new AgentStarted(_root), new ToolExecuting(_root, 1, "tool", default), Completed()]);

    [Fact]
    public void Violations_ToolCallClosedTwice_Found()
    {
        var executing = new ToolExecuting(_root, 1, "tool", default);
        AssertFound("which is not open", [new AgentStarted(_root), executing, new ToolCompleted(executing, default, null), new ToolCompleted(executing, default, null), Completed()]);
    }

    [Fact]
    public void Violations_SecretOfAnotherInText_Found() => AssertFound("holds a secret of owner 1", [new AgentStarted(_root), Text("x ^1^0"), Completed()]);

    [Fact]
    public void Violations_SecretOfAnotherDeepInArguments_Found() =>
        AssertFound("holds a secret of owner 1", [new AgentStarted(_root), new ToolExecuting(_root, 1, "tool", ContextValue.Map(("a", ContextValue.List("x", "^1^0")))), Completed()]);

    [Fact]
    public void Violations_EventOfAnotherOwner_Found() => AssertFound("of another owner or run", [new AgentStarted(Claim(Ben, null)), Completed()]);

    [Fact]
    public void Violations_SecretOfAnotherInStateAuditOrLog_Found()
    {
        See(Good());
        var context = UserExecutionContext.FromRequest(Ann, new ThreadId("main"));
        _trace.Stored.Add(new StoredValue(StateKey.For(context, StateScope.User, "note"), "^1^0"));
        _trace.Audit.Add(new AuditEntry(Ann, Run, null, default, "tool_call", "tool", "refused", "denied", "because of ^1^0"));
        _trace.Logs.Add("tool failed: ^0^0");

        var found = WorldInvariants.Violations(_trace);
        Assert.Contains(found, violation => violation.StartsWith("state 'note'", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("an audit entry", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("a log line", StringComparison.Ordinal));
    }

    [Fact]
    public void Violations_TextThatWasNotRead_Found()
    {
        _record.Add(_root.ExecutionId, "^0^0 and more");
        AssertFound("and was '^0^0 and more'", Good());
    }

    [Fact]
    public void Violations_ResultThatIsNotTheTerminalEvents_Found()
    {
        _record.Results.Add(Result("another answer"));
        AssertFound("and the terminal event", Good());
    }

    [Fact]
    public void Violations_DeadBeforeTheIdleLimit_Found() =>
        AssertFound("although something had happened", [new AgentStarted(_root), Text("^0^0"), new AgentDied(_root, TimeSpan.FromSeconds(2), new AgentError("no_progress", ""))]);

    [Fact]
    public void Violations_AlivePastTheDeadline_Found() =>
        AssertFound("ends what was to take 9 s", [new AgentStarted(_root), .. Enumerable.Range(0, 9).Select(_ => Text("^0^0")), Completed(seconds: 10)]);

    [Fact]
    public void Violations_ForbiddenThingWithEffect_Found()
    {
        _trace.Attempts.Add(new Attempt("cancel by ben", IsForbidden: true, HadEffect: true));
        AssertFound("forbidden, and done: cancel by ben", Good());
    }

    [Fact]
    public void Violations_SomethingLeft_Found()
    {
        _trace.Left.Add(("service scopes not disposed", 1));
        AssertFound("left at the end: 1 service scopes", Good());
    }

    private static ExecutionClaim Claim(Owner owner, ExecutionClaim? parent) =>
        new(new RunIdentity(owner, new ThreadId("main"), Run, null, null, 32), new ExecutionId(RunId.New().Value), parent, "agent");

    private AgentEvent[] Good() => [new AgentStarted(_root).Stamp(1, Ticks(0)), Text("^0^0").Stamp(2, Ticks(1)), Completed(seconds: 2).Stamp(3, Ticks(2))];

    private AgentText Text(string text) => new(_root, text);

    private AgentCompleted Completed(int seconds = 2) => new(_root, TimeSpan.FromSeconds(seconds), AgentOutput.FromText("^0^0"));

    private AgentExecutionResult Result(string text) =>
        new AgentExecutionResult(_root, ExecutionStatus.Completed, AgentOutput.FromText(text), null, null).Took(TimeSpan.FromSeconds(2).Ticks);

    private static long Ticks(int second) => new DateTimeOffset(2030, 1, 1, 0, 0, second, TimeSpan.Zero).UtcTicks;

    /// <summary>Events that have no place yet follow each other by a second.</summary>
    private void See(IEnumerable<AgentEvent> events)
    {
        foreach (var item in events)
        {
            _seen.Events.Add(item.Sequence > 0 ? item : item.Stamp(_seen.Last + 1, Ticks(_second)));
            _second++;
        }
    }

    private void AssertFound(string what, IEnumerable<AgentEvent> events)
    {
        See(events);
        Assert.Contains(WorldInvariants.Violations(_trace), violation => violation.Contains(what, StringComparison.Ordinal));
    }
}
