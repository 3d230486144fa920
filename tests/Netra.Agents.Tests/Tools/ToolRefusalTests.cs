using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolRefusalTests
{
    [Fact]
    public async Task DispatchAsync_UnknownTool_IsRefused()
    {
        await using var probe = new ToolProbe(_ => { }, call: (execution, _) => execution.Tools.DispatchAsync("nothing\u202E", ContextValue.Null));

        await AssertRefusedAsync(probe, "unknown", "There is no tool 'nothing\\u202E'.");
    }

    [Fact]
    public async Task DispatchAsync_NoGrant_IsRefused()
    {
        await using var probe = new ToolProbe(_ => { });

        await AssertRefusedAsync(probe, "denied", "Tool 'tool' needs the permission 'use', which this context doesn't grant.", grants: Grants.Of("Use", "used", "us"));
    }

    [Fact]
    public async Task DispatchAsync_PermissionMissing_NoAuthorizerCanMakeUpForIt()
    {
        await using var probe = new ToolProbe(builder => builder.AddToolAuthorizer(new Authorizer(_ => ToolDecision.Permit)));

        await AssertRefusedAsync(probe, "denied", "needs the permission 'use'", grants: Grants.None);
    }

    [Fact]
    public async Task DispatchAsync_NobodyPermits_IsRefusedByDefault()
    {
        await using var probe = new ToolProbe(
            builder => builder.AddToolAuthorizer(new Authorizer(_ => ToolDecision.Abstain)).AddTool(Open("open"), Unreachable),
            call: (execution, _) => execution.Tools.DispatchAsync("open", ContextValue.Null));

        await AssertRefusedAsync(probe, "denied", "nobody permits it");
    }

    [Fact]
    public async Task DispatchAsync_AuthorizerPermitsAToolWithoutPermission_IsCalled()
    {
        await using var probe = new ToolProbe(
            builder => builder.AddToolAuthorizer(new Authorizer(_ => ToolDecision.Permit)).AddTool(Open("open"), (_, _) => new("called")),
            call: (execution, _) => execution.Tools.DispatchAsync("open", ContextValue.Null));

        Assert.Equal("called", (await probe.CallAsync(probe.Host.Context(grants: Grants.None))).EnsureSuccess().AsString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DispatchAsync_OneForbids_BeatsEveryPermit(bool forbidFirst)
    {
        var forbid = new Authorizer(_ => ToolDecision.Forbid("Not today."));
        var permit = new Authorizer(_ => ToolDecision.Permit);
        await using var probe = new ToolProbe(builder => builder.AddToolAuthorizer(forbidFirst ? forbid : permit).AddToolAuthorizer(forbidFirst ? permit : forbid));

        await AssertRefusedAsync(probe, "denied", "Not today.");
    }

    [Fact]
    public async Task DispatchAsync_ForbidWithoutWords_SaysTheUsualSentence()
    {
        await using var probe = new ToolProbe(builder => builder.AddToolAuthorizer(new Authorizer(_ => ToolDecision.Forbid())));

        await AssertRefusedAsync(probe, "denied", "Tool 'tool' is forbidden here.");
    }

    [Fact]
    public async Task DispatchAsync_AuthorizerThrows_IsRefusedWithoutItsWords()
    {
        await using var probe = new ToolProbe(builder => builder.AddToolAuthorizer(new Authorizer(_ => throw new FormatException("secret"))));

        var result = await AssertRefusedAsync(probe, "denied", "Tool 'tool' is not allowed: the decision failed.");

        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DispatchAsync_AuthorizerDecidesByArguments_SeesThemAndTheOwner()
    {
        await using var probe = new ToolProbe(
            builder => builder.AddToolAuthorizer(new Authorizer(request => request.Arguments["text"] == $"of {request.UserContext.UserId}" ? ToolDecision.Abstain : ToolDecision.Forbid())),
            call: (execution, _) => execution.Tools.DispatchAsync("echo", ContextValue.Map(("text", "of alice"))));

        Assert.True((await probe.CallAsync(probe.Host.Context("alice"))).Succeeded);
        await AssertRefusedAsync(probe, "denied", "Tool 'echo' is forbidden here.", user: "bob");
    }

    [Fact]
    public async Task DispatchAsync_ArgumentsThatDoNotFit_AreRefusedWithThePath()
    {
        await using var probe = new ToolProbe(_ => { }, call: (execution, _) => execution.Tools.DispatchAsync("echo", ContextValue.Map(("text", 1))));

        await AssertRefusedAsync(probe, "invalid_arguments", "The arguments don't fit tool 'echo': $.text must be null or string, not integer.");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("true")]
    public async Task DispatchAsync_ArgumentsThatAreNoMap_AreRefused(string json)
    {
        await using var probe = new ToolProbe(_ => { }, call: (execution, _) => execution.Tools.DispatchAsync("tool", ContextValue.FromJson(json)));

        await AssertRefusedAsync(probe, "invalid_arguments", "$ must be object");
    }

    [Fact]
    public async Task DispatchAsync_StepsUsedUp_IsRefused()
    {
        await using var probe = new ToolProbe(_ => { }, options => options.MaxStepsPerRun = 3, async (execution, _) =>
        {
            for (var i = 0; i < 3; i++)
            {
                (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
            }

            return await execution.Tools.DispatchAsync("tool", ContextValue.Null);
        });
        var context = probe.Host.Context();

        var result = await probe.CallAsync(context);

        Assert.Equal("limit_reached", result.Error!.Code);
        Assert.Equal(0, probe.Reached);
        Assert.Equal(3, probe.Host.Log(context).OfType<ToolExecuting>().Count());
        Assert.Equal("limit_reached", Assert.Single(await probe.Host.AuditOf(context), entry => entry.Kind == "tool_call").Code);
    }

    [Fact]
    public async Task DispatchAsync_AtTheDepthLimit_IsRefusedAsTooDeep()
    {
        await using var probe = new ToolProbe(
            builder => builder.AddAgent("inner", async (execution, _) => AgentOutput.FromText((await execution.Tools.DispatchAsync("tool", ContextValue.Null)).Error!.Code)),
            call: async (execution, _) =>
            {
                Assert.Equal("too_deep", (await execution.CallAgentAsync("inner", "")).EnsureSuccess().Text);
                return await execution.Tools.DispatchAsync("tool", ContextValue.Null);
            });

        Assert.True((await probe.CallAsync(probe.Host.Context(maxDepth: 1))).Succeeded);
        Assert.Equal(1, probe.Reached);
    }

    [Fact]
    public async Task DispatchAsync_SeveralFaultsAtOnce_TheFirstOfTheOrderIsTold()
    {
        var limiter = new CountingLimiter { Refusal = new AgentError("limit_reached", "No.") };
        await using var probe = new ToolProbe(
            builder => builder.Services.AddSingleton<IToolLimiter>(limiter),
            call: (execution, _) => execution.Tools.DispatchAsync("tool", ContextValue.Map(("unknown", 1))));

        await AssertRefusedAsync(probe, "denied", "needs the permission", grants: Grants.None);
        await AssertRefusedAsync(probe, "invalid_arguments", "$ has no member 'unknown'; it has none.");
        Assert.Equal(0, limiter.Entered);
    }

    [Fact]
    public async Task DispatchAsync_AuditTrailFails_TheToolIsNotReachedAndTheCallerIsNotToldWhy()
    {
        await using var probe = new ToolProbe(builder => builder.Services.AddSingleton<IAuditTrail>(new BrokenAudit()));
        var result = await probe.CallAsync(probe.Host.Context(grants: Grants.None));

        Assert.Equal("audit_unavailable", result.Error!.Code);
        Assert.DoesNotContain("permission", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal(0, probe.Reached);
    }

    private static ToolDefinition Open(string name) => new(name, "Needs no permission.");

    private static ValueTask<ContextValue> Unreachable(ToolInvocation invocation, CancellationToken cancellationToken) => throw new InvalidOperationException("It was reached.");

    private static async Task<ToolResult> AssertRefusedAsync(ToolProbe probe, string code, string message, Grants? grants = null, string user = "carol")
    {
        var context = probe.Host.Context(user, grants: grants);
        var before = (await probe.Host.AuditOf(context)).Count;
        var reached = probe.Reached;

        var result = await probe.CallAsync(context);

        Assert.False(result.Succeeded);
        Assert.Equal(code, result.Error!.Code);
        Assert.Contains(message, result.Error.Message, StringComparison.Ordinal);
        Assert.True(result.Output.IsNull);
        Assert.Equal(TimeSpan.Zero, result.Duration);
        Assert.Equal(reached, probe.Reached);
        var events = probe.Host.Log(context);
        RunInvariants.Check(events);
        Assert.DoesNotContain(events, item => item is ToolExecuting or ToolCompleted);
        var audit = await probe.Host.AuditOf(context);
        Assert.Equal(before + 1, audit.Count);
        Assert.Equal(
            (context.Owner, context.RunId, "tool_call", "refused", code, result.Error.Message, code == "unknown" ? "unknown" : result.ToolName),
            (audit[^1].Owner, audit[^1].RunId, audit[^1].Kind, audit[^1].Decision, audit[^1].Code, audit[^1].Reason, audit[^1].Subject));
        Assert.Equal(events[0].ExecutionId, audit[^1].ExecutionId);
        Assert.Empty(await probe.Host.AuditOf(probe.Host.Context("somebody else")));
        return result;
    }

    private sealed class Authorizer(Func<ToolAuthorizationRequest, ToolDecision> decide) : IToolAuthorizer
    {
        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) => new(decide(request));
    }
}
