using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolApprovalTests
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task AnswerAsync_OwnerApproves_TheToolRunsWithExactlyWhatWasShown()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);
        Assert.DoesNotContain(host.Log(context), item => item is ToolExecuting);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal(asked.Arguments, events.OfType<ToolExecuting>().Single().Arguments);
        Assert.Equal("buy", asked.ToolName);
        Assert.Equal(host.Clock.GetUtcNow() + Expiry, asked.ExpiresAt);
        var audited = Assert.Single(await host.AuditOf(context));
        Assert.Equal(("approval", "buy", "allowed"), (audited.Kind, audited.Subject, audited.Decision));
    }

    [Fact]
    public async Task AnswerAsync_OwnerRefuses_TheToolIsNotReached()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: false));

        await AssertRefusedAsync(host, context, running, "approval_refused");
    }

    [Fact]
    public async Task AnswerAsync_NobodyInTime_ExpiresByTheClockAndALateAnswerIsNotTaken()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        host.Advance(Expiry - TimeSpan.FromMilliseconds(50));
        Assert.False(running.IsCompleted);
        host.Advance(TimeSpan.FromMilliseconds(50));

        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        await AssertRefusedAsync(host, context, running, "approval_expired");
    }

    [Fact]
    public async Task AnswerAsync_AnotherOwner_GetsFalseAndDoesNotUseItUp()
    {
        await using var host = Host();
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);
        var mallory = host.Context("mallory");

        Assert.False(await host.Approvals.AnswerAsync(mallory, asked.ApprovalId, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(mallory, asked.ApprovalId, approved: false));
        Assert.False(running.IsCompleted);
        Assert.True(await host.Approvals.AnswerAsync(host.Context("alice"), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
        var audit = await host.AuditOf(mallory);
        Assert.Equal(2, audit.Count);
        Assert.All(audit, entry => Assert.Equal((mallory.Owner, "approval", "refused"), (entry.Owner, entry.Kind, entry.Decision)));
    }

    [Fact]
    public async Task AnswerAsync_ASecondTime_GetsFalse()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        await running;
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: false));

        Assert.Single(host.Log(context).OfType<ToolExecuting>());
    }

    [Fact]
    public async Task AnswerAsync_ForgedId_IsTheSameAnswerAsAnothersId()
    {
        await using var host = Host();
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);
        var mallory = host.Context("mallory");
        var forged = ApprovalId.Parse("0123456789abcdef0123456789abcdef");

        Assert.False(await host.Approvals.AnswerAsync(mallory, forged, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(mallory, asked.ApprovalId, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(host.Context("alice"), forged, approved: true));

        var audit = await host.AuditOf(mallory);
        Assert.Equal((audit[0].Code, audit[0].Reason), (audit[1].Code, audit[1].Reason));
        Assert.True(await host.Approvals.AnswerAsync(host.Context("alice"), asked.ApprovalId, approved: false));
        await running;
    }

    [Fact]
    public async Task AnswerAsync_NamedApprover_OnlyTheyMayAnswer()
    {
        await using var host = Host(new Owner(new UserId("boss")));
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        Assert.False(await host.Approvals.AnswerAsync(host.Context("alice"), asked.ApprovalId, approved: true));
        Assert.True(await host.Approvals.AnswerAsync(host.Context("boss"), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task AnswerAsync_TwoCallsOfOneToolAtOnce_AreAnsweredApart()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("both", context, "").AsTask();
        var asked = await AskedAsync(host, context, count: 2);
        Assert.Equal(2, asked.Select(item => item.ApprovalId).Distinct().Count());

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.Single(item => item.Arguments["what"] == "b").ApprovalId, approved: true));
        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.Single(item => item.Arguments["what"] == "a").ApprovalId, approved: false));

        Assert.Equal("approval_refused, bought b", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Request_RunCancelled_IsTakenAway()
    {
        await using var host = Host();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        Assert.True(await host.Core.CancelAsync(host.Context(), context.RunId));
        Assert.Equal(ExecutionStatus.Cancelled, (await running).Status);
        await host.Meters.ReachedAsync(TestMeters.LateResults, 1);

        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        Assert.DoesNotContain(host.Log(context), item => item is ToolExecuting);
        RunInvariants.Check(host.Log(context));
    }

    [Fact]
    public async Task Request_CallerGivesUpTheCall_IsTakenAway()
    {
        using var stage = new Stage();
        await using var host = Host(stage: stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);

        await stage.Caller.CancelAsync();

        await AssertRefusedAsync(host, context, running, "caller_cancelled");
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
    }

    [Fact]
    public async Task Request_WaitedForLongerThanTheIdleLimit_IsNotDeath()
    {
        await using var host = Host(idle: TimeSpan.FromSeconds(10));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);
        host.Advance(60);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Approved_PermissionWithdrawnInBetween_IsDenied()
    {
        var authorizer = new Revocable();
        await using var host = Host(register: builder => builder.AddToolAuthorizer(authorizer));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await AskedAsync(host, context);
        authorizer.Revoked = true;

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        await AssertRefusedAsync(host, context, running, "denied");
    }

    private static TestHost Host(Owner? approver = null, Stage? stage = null, TimeSpan? idle = null, Action<INetraAgentsBuilder>? register = null) => new(builder =>
    {
        builder
            .AddTool("buy", "Buys.", (string what) => $"bought {what}", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(Expiry, approver))
            .AddAgent("subject", async (execution, cancellationToken) => AgentOutput.FromText(await BuyAsync(execution, execution.Input.AsString(), stage?.Caller.Token ?? cancellationToken)), new AgentTimeouts { Idle = idle })
            .AddAgent("both", async (execution, _) => AgentOutput.FromText(string.Join(", ", await Task.WhenAll(BuyAsync(execution, "a", default), BuyAsync(execution, "b", default)))));
        register?.Invoke(builder);
    });

    private static async Task<string> BuyAsync(AgentExecution execution, string what, CancellationToken cancellationToken)
    {
        var result = await execution.Tools.DispatchAsync("buy", ContextValue.Map(("what", what)), cancellationToken);
        return result.Error?.Code ?? result.Output.AsString();
    }

    private static async Task<ToolApprovalRequested> AskedAsync(TestHost host, UserExecutionContext context) => (await AskedAsync(host, context, count: 1))[0];

    private static async Task<List<ToolApprovalRequested>> AskedAsync(TestHost host, UserExecutionContext context, int count)
    {
        var asked = new List<ToolApprovalRequested>();
        await foreach (var item in host.Core.SubscribeAsync(context, context.RunId))
        {
            if (item is ToolApprovalRequested requested)
            {
                asked.Add(requested);
            }

            if (asked.Count == count)
            {
                break;
            }
        }

        return asked;
    }

    private static async Task AssertRefusedAsync(TestHost host, UserExecutionContext context, Task<AgentExecutionResult> running, string code)
    {
        Assert.Equal(code, (await running).EnsureSuccess().Text);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.DoesNotContain(events, item => item is ToolExecuting or ToolCompleted);
        Assert.Contains(await host.AuditOf(context), entry => entry.Kind == "tool_call" && entry.Code == code && entry.Decision == "refused");
    }

    private sealed class Revocable : IToolAuthorizer
    {
        internal bool Revoked { get; set; }

        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) => new(Revoked ? ToolDecision.Forbid() : ToolDecision.Abstain);
    }
}
