using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ApprovalAnswerTests
{
    [Fact]
    public async Task AnswerAsync_OwnerApproves_TheToolRunsWithExactlyWhatWasShown()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);
        Assert.DoesNotContain(host.Log(context), item => item is ToolExecuting);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.Equal(asked.Arguments, events.OfType<ToolExecuting>().Single().Arguments);
        Assert.Equal("buy", asked.ToolName);
        Assert.Equal(host.Clock.GetUtcNow() + ApprovalHost.Expiry, asked.ExpiresAt);
        Assert.Equal(
            [("approval", "buy", "allowed"), ("tool_intent", "buy", "allowed"), ("tool_outcome", "buy", "completed")],
            (await host.AuditOf(context)).Select(entry => (entry.Kind, entry.Subject, entry.Decision)));
    }

    [Fact]
    public async Task AnswerAsync_OwnerRefuses_TheToolIsNotReached()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: false));

        await ApprovalHost.AssertRefusedAsync(host, context, running, "approval_refused");
    }

    [Fact]
    public async Task AnswerAsync_NobodyInTime_ExpiresByTheClockAndALateAnswerIsNotTaken()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        host.Advance(ApprovalHost.Expiry - TimeSpan.FromMilliseconds(50));
        host.AssertLive(context);
        host.Advance(TimeSpan.FromMilliseconds(50));

        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        await ApprovalHost.AssertRefusedAsync(host, context, running, "approval_expired");
    }

    [Fact]
    public async Task AnswerAsync_AnotherOwner_GetsFalseAndDoesNotUseItUp()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);
        var mallory = host.Context("mallory");

        Assert.False(await host.Approvals.AnswerAsync(mallory, asked.ApprovalId, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(mallory, asked.ApprovalId, approved: false));
        host.AssertLive(context);
        Assert.True(await host.Approvals.AnswerAsync(host.Context("alice"), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
        var audit = await host.AuditOf(mallory);
        Assert.Equal(2, audit.Count);
        Assert.All(audit, entry => Assert.Equal((mallory.Owner, "approval", "refused"), (entry.Owner, entry.Kind, entry.Decision)));
    }

    [Fact]
    public async Task AnswerAsync_ASecondTime_GetsFalse()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
        await running;
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: false));

        Assert.Single(host.Log(context).OfType<ToolExecuting>());
    }

    [Fact]
    public async Task AnswerAsync_ForgedId_IsTheSameAnswerAsAnothersId()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);
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
        await using var host = ApprovalHost.Create(new Owner(new UserId("boss")));
        var context = host.Context("alice");
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        Assert.False(await host.Approvals.AnswerAsync(host.Context("alice"), asked.ApprovalId, approved: true));
        Assert.True(await host.Approvals.AnswerAsync(host.Context("boss"), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task AnswerAsync_TwoCallsOfOneToolAtOnce_AreAnsweredApart()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("both", context, "").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context, count: 2);
        Assert.Equal(2, asked.Select(item => item.ApprovalId).Distinct().Count());

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.Single(item => item.Arguments["what"] == "b").ApprovalId, approved: true));
        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.Single(item => item.Arguments["what"] == "a").ApprovalId, approved: false));

        Assert.Equal("approval_refused, bought b", (await running).EnsureSuccess().Text);
        RunInvariants.Check(host.Log(context));
    }
}
