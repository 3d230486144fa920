using Netra.Agents.Contexts;
using Netra.Agents.Events;

namespace Netra.Agents.Tests.Events;

/// <summary>One event of every type, the same at each run of the tests, with the JSON that it must have on the wire.</summary>
internal static class EventSamples
{
    internal const string Secret = "zebra-4711";

    internal static readonly Owner Owner = new(new TenantId($"tenant-{Secret}"), new UserId($"user-{Secret}"));

    // What stands in the JSON for the query above, the brackets and the umlaut escaped so that no page can be broken with it.
    private const string Shown = @"{'query':'Schuhe f\u00FCr \u003CAnn\u003E','limit':3,'price':1.50,'tags':['a',null,true]}";
    private const string Call = "'call_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f8-2','tool':'search','arguments':" + Shown;
    private const string AtRoot = "'execution_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f8','agent':'writer'";
    private const string AtChild = "'execution_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f9','parent_execution_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f8','agent':'helper'";

    private const string WaitShown = "{'wait_id':'0190a1b2c3d47e5f8091a2b3c4d5e6fb','step':'ask','prompt':'sure?','expires_at':'2026-02-03T04:10:06.789+00:00'}";

    private static readonly DateTimeOffset When = new(2026, 2, 3, 4, 5, 6, 789, TimeSpan.Zero);
    private static readonly RunIdentity Run = new(Owner, new ThreadId("thread-1"), RunId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6f7"), null, "trace-1", 32);
    private static readonly ExecutionClaim Root = new(Run, ExecutionId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6f8"), null, "writer");
    private static readonly ExecutionClaim Child = new(Run, ExecutionId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6f9"), Root, "helper");
    private static readonly ExecutionClaim Resumed = new(Run, ExecutionId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6f8"), null, "writer", 2);
    private static readonly WorkflowWait Wait = new(WaitId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6fb"), "ask", "sure?", When.AddMinutes(5));
    private static readonly ContextValue Arguments = ContextValue.Map(("query", "Schuhe für <Ann>"), ("limit", 3), ("price", 1.50m), ("tags", ContextValue.List("a", ContextValue.Null, true)));
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(12.5);

    /// <summary>The JSON is written with single quotes here, for the eye.</summary>
    internal static (AgentEvent Event, string Json)[] All { get; } =
    [
        Of(new AgentStarted(Root), "agent_started", ""),
        Of(new AgentStarted(Child), "agent_started", "", AtChild),
        Of(new AgentThinking(Root, "hm"), "agent_thinking", ",'text':'hm'"),
        Of(new AgentText(Root, "Hello \"you\"\n"), "agent_text", @",'text':'Hello \u0022you\u0022\n'"),
        Of(new AgentText(Root, "ab", new TextSpan(5, [1, 1, 2])), "agent_text", ",'text':'ab'", AtRoot, "'first_sequence':5,"),
        Of(new AgentProgress(Root, "half", 0.5), "agent_progress", ",'message':'half','fraction':0.5"),
        Of(new AgentProgress(Root, null, null), "agent_progress", ""),
        Of(new ToolExecuting(Root, 2, "search", Arguments), "tool_executing", $",{Call}"),
        Of(new ToolCompleted(Executing(), ContextValue.List(1, "x"), null), "tool_completed", $",{Call},'output':[1,'x'],'duration_ms':12.5"),
        Of(new ToolCompleted(Executing(), default, new AgentError("tool_failed", "It broke.")), "tool_completed", $",{Call},'output':null,'duration_ms':12.5,'error_code':'tool_failed','error_message':'It broke.'"),
        Of(new ToolApprovalRequested(Root, ApprovalId.Parse("0190a1b2c3d47e5f8091a2b3c4d5e6fa"), "pay", Arguments, When.AddMinutes(5)), "tool_approval_requested", $",'approval_id':'0190a1b2c3d47e5f8091a2b3c4d5e6fa','tool':'pay','arguments':{Shown},'expires_at':'2026-02-03T04:10:06.789+00:00'"),
        Of(new AgentCompleted(Root, Took, AgentOutput.FromText("bye")), "agent_completed", ",'output':'bye','duration_ms':12.5"),
        Of(new AgentCompleted(Root, Took, AgentOutput.FromValue(Arguments) with { IsDegraded = true, Usage = new TokenUsage(10, 20) }), "agent_completed", $",'output':{Shown},'degraded':true,'input_tokens':10,'output_tokens':20,'duration_ms':12.5"),
        Of(new AgentFailed(Root, Took, new AgentError("agent_failed", "It threw.")), "agent_failed", ",'duration_ms':12.5,'error_code':'agent_failed','error_message':'It threw.'"),
        Of(new AgentCancelled(Root, Took, new AgentError("run_cancelled", "Stopped.")), "agent_cancelled", ",'duration_ms':12.5,'error_code':'run_cancelled','error_message':'Stopped.'"),
        Of(new AgentTimedOut(Root, Took, new AgentError("run_deadline", "Too long.")), "agent_timed_out", ",'duration_ms':12.5,'error_code':'run_deadline','error_message':'Too long.'"),
        Of(new AgentDied(Root, Took, new AgentError("no_progress", "Silent.")), "agent_died", ",'duration_ms':12.5,'error_code':'no_progress','error_message':'Silent.'"),
        Of(new WorkflowStarted(Resumed), "workflow_started", ",'attempt':2"),
        Of(new WorkflowCompleted(Root, Took, AgentOutput.FromText("bye") with { IsDegraded = true }), "workflow_completed", ",'output':'bye','degraded':true,'duration_ms':12.5"),
        Of(new WorkflowSuspended(Root, Took, [Wait]), "workflow_suspended", $",'waits':[{WaitShown}],'duration_ms':12.5"),
        Of(new WorkflowWaiting(Root, Wait), "workflow_waiting", $",'wait':{WaitShown}"),
        Of(new WorkflowFailed(Root, Took, new AgentError("step_threw", "It threw.")), "workflow_failed", ",'duration_ms':12.5,'error_code':'step_threw','error_message':'It threw.'"),
        Of(new WorkflowCancelled(Root, Took, new AgentError("run_cancelled", "Stopped.")), "workflow_cancelled", ",'duration_ms':12.5,'error_code':'run_cancelled','error_message':'Stopped.'"),
        Of(new WorkflowTimedOut(Root, Took, new AgentError("run_deadline", "Too long.")), "workflow_timed_out", ",'duration_ms':12.5,'error_code':'run_deadline','error_message':'Too long.'"),
        Of(new WorkflowDied(Root, Took, new AgentError("no_progress", "Silent.")), "workflow_died", ",'duration_ms':12.5,'error_code':'no_progress','error_message':'Silent.'"),
        Of(Started(), "step_started", ",'step':'each[3]/pay','step_kind':'for_each'"),
        Of(new StepCompleted(Started(), ContextValue.List(1, "x")), "step_completed", ",'output':[1,'x'],'step':'each[3]/pay','step_kind':'for_each','duration_ms':12.5"),
        Of(new StepFailed(Started(), new AgentError("step_threw", "It threw.")), "step_failed", ",'step':'each[3]/pay','step_kind':'for_each','duration_ms':12.5,'error_code':'step_threw','error_message':'It threw.'"),
        Of(new StepSkipped(Root, "pay", "condition"), "step_skipped", ",'step':'pay','reason':'condition'"),
        Of(new EventGap(Root, 3), "events_gap", "", AtRoot, "'first_sequence':3,"),
    ];

    private static ToolExecuting Executing() => (ToolExecuting)new ToolExecuting(Root, 2, "search", Arguments).Stamp(6, (When - Took).UtcTicks);

    private static StepStarted Started() => (StepStarted)new StepStarted(Root, "each[3]/pay", StepKind.ForEach).Stamp(6, (When - Took).UtcTicks);

    private static (AgentEvent, string) Of(AgentEvent item, string type, string rest, string where = AtRoot, string first = "")
    {
        var json = $"{{'type':'{type}','schema_version':1,'event_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f7-7','run_id':'0190a1b2c3d47e5f8091a2b3c4d5e6f7','thread_id':'thread-1',{where},'correlation_id':'trace-1','sequence':7,{first}'timestamp':'2026-02-03T04:05:06.789+00:00'{rest}}}";
        return (item.Stamp(7, When.UtcTicks), json.Replace('\'', '"'));
    }
}
