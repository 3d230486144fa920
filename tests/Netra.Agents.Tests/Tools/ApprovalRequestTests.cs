using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ApprovalRequestTests
{
    [Fact]
    public async Task Request_RunCancelled_IsTakenAway()
    {
        await using var host = ApprovalHost.Create();
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

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
        await using var host = ApprovalHost.Create(stage: stage);
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);

        await stage.Caller.CancelAsync();

        await ApprovalHost.AssertRefusedAsync(host, context, running, "caller_cancelled");
        Assert.False(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));
    }

    [Fact]
    public async Task Request_WaitedForLongerThanTheIdleLimit_IsNotDeath()
    {
        await using var host = ApprovalHost.Create(idle: TimeSpan.FromSeconds(10));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);
        host.Advance(60);

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        Assert.Equal("bought first", (await running).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Approved_PermissionWithdrawnInBetween_IsDenied()
    {
        var authorizer = new Revocable();
        await using var host = ApprovalHost.Create(register: builder => builder.AddToolAuthorizer(authorizer));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "first").AsTask();
        var asked = await ApprovalHost.AskedAsync(host, context);
        authorizer.Revoked = true;

        Assert.True(await host.Approvals.AnswerAsync(host.Context(), asked.ApprovalId, approved: true));

        await ApprovalHost.AssertRefusedAsync(host, context, running, "denied");
    }

    private sealed class Revocable : IToolAuthorizer
    {
        internal bool Revoked { get; set; }

        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) => new(Revoked ? ToolDecision.Forbid() : ToolDecision.Abstain);
    }
}
