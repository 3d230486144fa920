using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class ToolAuthorizationTests
{
    private static readonly ContextValue Schema = ContextValue.Map(("type", "object"));

    [Theory]
    [InlineData("alice", "orders.read", true)]
    [InlineData("bob", "orders.read", false)]
    [InlineData("alice", "nothing", false)]
    public async Task Call_PolicyOfOwnerAndGrant_AsThePolicySays(string user, string grant, bool permitted)
    {
        var code = await CallAsync(user, grant, policies => policies.AddPolicy("orders.read", policy => policy.RequireClaim(ToolClaims.User, "alice").RequireClaim(ToolClaims.Grant, "orders.read")));
        Assert.Equal(permitted ? null : AgentErrorCodes.Denied, code);
    }

    [Fact]
    public async Task Call_PolicyIsMissing_Denied() => Assert.Equal(AgentErrorCodes.Denied, await CallAsync("alice", "orders.read", _ => { }));

    [Fact]
    public async Task Call_PolicyThrows_Denied() => Assert.Equal(
        AgentErrorCodes.Denied, await CallAsync("alice", "orders.read", policies => policies.AddPolicy("orders.read", policy => policy.RequireAssertion(bool (_) => throw new InvalidOperationException()))));

    [Fact]
    public async Task Call_UserOfTheHostIsGone_Denied() => Assert.Equal(
        AgentErrorCodes.Denied, await CallAsync("alice", "orders.read", AnyBody, options => options.PrincipalOf = (_, _, _) => new((ClaimsPrincipal?)null)));

    [Fact]
    public async Task Call_NoPolicyForIt_TheGrantDecides() => Assert.Null(await CallAsync("bob", "orders.read", _ => { }, options => options.PolicyOf = _ => null));

    [Fact]
    public async Task Policy_SeesTheCall()
    {
        ToolAuthorizationRequest? seen = null;
        await CallAsync("alice", "orders.read", policies => policies.AddPolicy("orders.read", policy => policy.RequireAssertion(context =>
        {
            seen = (ToolAuthorizationRequest)context.Resource!;
            return true;
        })));
        Assert.Equal("alice", seen!.Value.UserContext.UserId.Value);
        Assert.Equal("look_up", seen.Value.Tool.Name);
    }

    private static void AnyBody(AuthorizationOptions options) => options.AddPolicy("orders.read", policy => policy.RequireAssertion(_ => true));

    private static async Task<string?> CallAsync(string user, string grant, Action<AuthorizationOptions> policies, Action<ToolPolicyOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddAuthorization(policies);
        services.AddNetraAgents()
            .AddToolAuthorization(options)
            .AddTool(new ToolDefinition("look_up", "Looks up.", Schema) { RequiredPermission = "orders.read" }, (_, _) => new ValueTask<ContextValue>("found"))
            .AddAgent("calls", async (execution, cancellationToken) =>
                AgentOutput.FromText((await execution.Tools.DispatchAsync("look_up", ContextValue.Map(), cancellationToken)).Error?.Code ?? "called"));
        await using var provider = services.BuildServiceProvider(validateScopes: true);
        var context = UserExecutionContext.FromRequest(new UserId(user), ThreadId.New(), Grants.Of(grant));
        var result = await provider.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("calls", context, "go", TestContext.Current.CancellationToken);
        var text = result.EnsureSuccess().Text;
        return text == "called" ? null : text;
    }
}
