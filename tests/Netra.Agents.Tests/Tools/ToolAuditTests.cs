using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

/// <summary>What is intended is recorded before it is done, what became of it after; and what can't be recorded is not done.</summary>
public sealed class ToolAuditTests : IDisposable
{
    private static readonly (string, string, string?) Intent = ("tool_intent", "allowed", null);
    private static readonly (string, string, string?) Completed = ("tool_outcome", "completed", null);

    private readonly SwitchedAudit _audit = new();
    private readonly Stage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Dispatch_IntentIsThereWhenTheToolIsReachedAndItsOutcomeWhenItIsBack()
    {
        IReadOnlyList<AuditEntry> atTheTool = [];
        await using var host = Host(tool: () => atTheTool = _audit.Entries);
        var context = host.Context();

        (await host.Core.ExecuteAsync("caller", context, new AgentRequest(1))).EnsureSuccess();

        var intent = Assert.Single(atTheTool);
        Assert.Equal([Intent, Completed], _audit.Story);
        var executing = host.Log(context).OfType<ToolExecuting>().Single();
        Assert.All(_audit.Entries, entry => Assert.Equal((context.Owner, context.RunId, executing.CallId, "tool"), (entry.Owner, entry.RunId, $"{entry.ExecutionId}-{entry.CallNumber}", entry.Subject)));
        Assert.Equal(new AuditHash(System.Security.Cryptography.SHA256.HashData("""{"n":1}"""u8)), intent.ArgumentsHash);
        Assert.True(intent.Details.IsNull);
        Assert.Empty(AuditIntents.Open(_audit.Entries));
    }

    [Theory]
    [InlineData(AuditedCalls.SideEffects, ToolEffect.AtMostOnce, true)]
    [InlineData(AuditedCalls.SideEffects, ToolEffect.Idempotent, true)]
    [InlineData(AuditedCalls.SideEffects, ToolEffect.Pure, false)]
    [InlineData(AuditedCalls.All, ToolEffect.Pure, true)]
    [InlineData(AuditedCalls.RefusalsOnly, ToolEffect.AtMostOnce, false)]
    public async Task Dispatch_ByOptionAndEffect_IsAudited(AuditedCalls calls, ToolEffect effect, bool isAudited)
    {
        await using var host = Host(options => options.Calls = calls, effect: effect);

        Assert.Equal("done", (await host.Core.ExecuteAsync("caller", host.Context(), new AgentRequest(1))).EnsureSuccess().Text);

        Assert.Equal(isAudited ? [Intent, Completed] : [], _audit.Story);
    }

    [Fact]
    public async Task Dispatch_ArgumentsAreAskedFor_AreInTheIntentAlone()
    {
        await using var host = Host(options => options.RecordArguments = true);

        (await host.Core.ExecuteAsync("caller", host.Context(), new AgentRequest(7))).EnsureSuccess();

        Assert.Equal(ContextValue.Map(("arguments", ContextValue.Map(("n", 7)))), _audit.Entries[0].Details);
        Assert.True(_audit.Entries[1].Details.IsNull);
    }

    [Theory]
    [InlineData(AuditFailureMode.FailClosed, "audit_unavailable", 0)]
    [InlineData(AuditFailureMode.Continue, "done", 1)]
    public async Task Dispatch_IntentCantBeWritten_FollowsTheOption(AuditFailureMode mode, string answer, int reached)
    {
        var calls = 0;
        _audit.FailOn("tool_intent");
        await using var host = Host(options => options.OnFailure = mode, () => calls++);
        var context = host.Context();

        Assert.Equal(answer, (await host.Core.ExecuteAsync("caller", context, new AgentRequest(1))).EnsureSuccess().Text);

        Assert.Equal(reached, calls);
        Assert.Equal(reached, host.Log(context).Count(item => item is ToolExecuting));
        await host.Meters.ReachedAsync("netra.agents.audit.failures", 1);
    }

    [Fact]
    public async Task Dispatch_TrailHangs_IsRefusedInTimeAndTheToolIsNotReached()
    {
        var calls = 0;
        _audit.Before = entry => entry.Kind == "tool_intent" ? _stage.HangAsync() : Task.CompletedTask;
        await using var host = Host(options => options.WriteTimeout = TimeSpan.FromSeconds(3), () => calls++);
        var running = host.Core.ExecuteAsync("caller", host.Context(), new AgentRequest(1)).AsTask();
        await _stage.Reached;

        await AdvanceAsync(host, running);

        Assert.Equal("audit_unavailable", (await running).EnsureSuccess().Text);
        Assert.Equal(0, calls);

        // The intent comes through after all: the next call of this owner says first that nothing followed from it.
        _audit.Before = null;
        _stage.Release();
        await RecordedAsync(1);
        Assert.Equal("done", (await host.Core.ExecuteAsync("caller", host.Context(), new AgentRequest(2))).EnsureSuccess().Text);
        Assert.Contains(("tool_outcome", "not_run", "audit_unavailable"), _audit.Story);
        Assert.Equal([Intent, Completed], _audit.Story.TakeLast(2));
        Assert.Empty(AuditIntents.Open(_audit.Entries));
    }

    [Fact]
    public async Task Dispatch_OutcomeCantBeWritten_TheOwnersNextCallWaitsForItAndNobodyElses()
    {
        var calls = 0;
        _audit.Before = entry => entry.Kind == "tool_outcome" && entry.Owner.UserId == new UserId("alice") ? throw new IOException() : Task.CompletedTask;
        await using var host = Host(tool: () => Interlocked.Increment(ref calls));

        Assert.Equal("done", (await host.Core.ExecuteAsync("caller", host.Context("alice"), new AgentRequest(1))).EnsureSuccess().Text);
        Assert.Equal("audit_unavailable", (await host.Core.ExecuteAsync("caller", host.Context("alice"), new AgentRequest(2))).EnsureSuccess().Text);
        Assert.Equal("done", (await host.Core.ExecuteAsync("caller", host.Context("bob"), new AgentRequest(3))).EnsureSuccess().Text);
        Assert.Equal(2, calls);
        Assert.Single(AuditIntents.Open(_audit.Entries));

        _audit.Before = null;
        Assert.Equal("done", (await host.Core.ExecuteAsync("caller", host.Context("alice"), new AgentRequest(4))).EnsureSuccess().Text);

        Assert.Empty(AuditIntents.Open(_audit.Entries));
        Assert.Equal([Intent, Completed, Intent, Completed], _audit.Entries.Where(entry => entry.Owner.UserId == new UserId("alice")).Select(entry => (entry.Kind, entry.Decision, entry.Code)));
    }

    [Theory]
    [InlineData("throws", "failed", "tool_failed", null)]
    [InlineData("refuses", "failed", "tool_failed", "sold out to Mr Jones")]
    public async Task Outcome_ToolFails_NamesItsCodeWithoutTheToolsOwnWords(string tool, string decision, string code, string? own)
    {
        await using var host = Host();

        (await host.Core.ExecuteAsync("other", host.Context(), tool)).EnsureSuccess();

        Assert.Equal([Intent, ("tool_outcome", decision, code)], _audit.Story);
        Assert.Equal(own, _audit.Entries[1].Details.IsNull ? null : _audit.Entries[1].Details["code"].AsString());
    }

    [Fact]
    public async Task Outcome_ToolTimesOut_IsUnknown()
    {
        await using var host = Host();
        var running = host.Core.ExecuteAsync("other", host.Context(), "hangs").AsTask();
        await _stage.Reached;

        host.Advance(2);
        (await running).EnsureSuccess();

        await RecordedAsync(2);
        Assert.Equal([Intent, ("tool_outcome", "unknown", "tool_timed_out")], _audit.Story);
    }

    [Fact]
    public async Task Outcome_RunIsCancelled_IsUnknown()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("other", context, "hangs").AsTask();
        await _stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));
        await running;

        await RecordedAsync(2);
        Assert.Equal([Intent, ("tool_outcome", "unknown", "abandoned")], _audit.Story);
    }

    [Fact]
    public async Task Outcome_HostStops_IsRecordedBeforeItIsGone()
    {
        var host = Host();
        var running = host.Core.ExecuteAsync("other", host.Context(), "hangs").AsTask();
        await _stage.Reached;

        await host.DisposeAsync();
        await running;

        Assert.Equal([Intent, ("tool_outcome", "unknown", "abandoned")], _audit.Story);
    }

    [Fact]
    public async Task Outcome_ExecutionEndsWhileItsIntentIsWritten_IsThatNothingRan()
    {
        var calls = 0;
        _audit.Before = entry => entry.Kind == "tool_intent" ? _stage.HangAsync() : Task.CompletedTask;
        await using var host = Host(tool: () => calls++);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("caller", context, new AgentRequest(1)).AsTask();
        await _stage.Reached;

        Assert.True(await host.Core.CancelAsync(context, context.RunId));
        await running;
        _stage.Release();

        await RecordedAsync(2);
        Assert.Equal([Intent, ("tool_outcome", "not_run", "abandoned")], _audit.Story);
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task Open_ProcessGoneBetweenIntentAndOutcome_ShowsTheIntent()
    {
        await using var host = Host();
        var running = host.Core.ExecuteAsync("other", host.Context(), "hangs").AsTask();
        await _stage.Reached;

        var open = Assert.Single(AuditIntents.Open(_audit.Entries));

        Assert.Equal(("hangs", 1), (open.Subject, open.CallNumber));
        _stage.Release();
        await running;
        Assert.Empty(AuditIntents.Open(_audit.Entries));
    }

    [Fact]
    public async Task Approval_CantBeRecorded_TheToolIsNotReached()
    {
        _audit.FailOn("approval");
        await using var host = ApprovalHost.Create(register: builder => builder.Services.AddSingleton<IAuditTrail>(_audit));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        Assert.Equal("audit_unavailable", (await running).EnsureSuccess().Text);
        Assert.DoesNotContain(host.Log(context), item => item is ToolExecuting);
    }

    [Fact]
    public async Task Host_OfItsOwnTrail_KeepsAChainThatVerifies()
    {
        await using var host = new TestHost(Register(() => { }, ToolEffect.AtMostOnce));
        var context = host.Context();
        (await host.Core.ExecuteAsync("caller", context, new AgentRequest(1))).EnsureSuccess();
        (await host.Core.ExecuteAsync("other", host.Context(), "throws")).EnsureSuccess();
        var trail = host.Provider.GetRequiredService<IAuditTrail>();

        var found = await trail.VerifyAsync(trail.StreamOf(context.Owner));

        Assert.True(found.IsVerified, found.Message);
        Assert.Equal(4, found.Count);
        Assert.Equal(
            [("tool_intent", "tool"), ("tool_outcome", "tool"), ("tool_intent", "throws"), ("tool_outcome", "throws")],
            (await host.AuditOf(context)).Select(entry => (entry.Kind, entry.Subject)));
    }

    private TestHost Host(Action<AuditOptions>? configure = null, Action? tool = null, ToolEffect effect = ToolEffect.AtMostOnce) => new(
        builder =>
        {
            builder.Services.AddSingleton<IAuditTrail>(_audit);
            Register(tool ?? (() => { }), effect)(builder);
        },
        options => configure?.Invoke(options.Audit));

    private Action<INetraAgentsBuilder> Register(Action tool, ToolEffect effect) => builder => builder
        .AddTool("tool", "Does something.", (int n) =>
        {
            tool();
            return n;
        }, options => options.RequirePermission(TestHost.Permission).WithEffect(effect))
        .AddTool("throws", "Throws.", void () => throw new FormatException(), options => options.RequirePermission(TestHost.Permission))
        .AddTool("refuses", "Refuses.", void () => throw new ToolException("sold out to Mr Jones", "None left."), options => options.RequirePermission(TestHost.Permission))
        .AddTool("hangs", "Hangs.", _stage.HangAsync, options => options.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromSeconds(2)))
        .AddAgent("caller", async (execution, _) =>
        {
            var result = await execution.Tools.DispatchAsync("tool", ContextValue.Map(("n", execution.Input)));
            return AgentOutput.FromText(result.Error?.Code ?? "done");
        })
        .AddAgent("other", async (execution, _) =>
        {
            await execution.Tools.DispatchAsync(execution.Input.AsString(), ContextValue.Null);
            return AgentOutput.FromText("");
        });

    private async Task RecordedAsync(int count)
    {
        for (var i = 0; i < 10_000 && _audit.Entries.Count < count; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private static async Task AdvanceAsync(TestHost host, Task until)
    {
        for (var i = 0; i < 1_000 && !until.IsCompleted; i++)
        {
            host.Advance(0.5);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
