using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class IdempotencyKeyTests
{
    private static readonly ContextValue Arguments = ContextValue.FromJson("""{"a":1,"b":{"c":"x","d":[1,2]}}""");

    [Fact]
    public async Task IdempotencyKey_SameStepAndArgumentsInAnyOrder_IsTheSame()
    {
        var key = await KeyAsync();

        Assert.Matches("^[0-9a-f]{64}$", key);
        Assert.Equal(key, await KeyAsync());
        Assert.Equal(key, await KeyAsync(arguments: ContextValue.FromJson("""{"b":{"d":[1,2],"c":"x"},"a":1}""")));
    }

    [Fact]
    public async Task IdempotencyKey_AnythingElse_IsDifferent()
    {
        string[] keys =
        [
            await KeyAsync(),
            await KeyAsync(user: "bob"),
            await KeyAsync(tenant: "t"),
            await KeyAsync(tenant: "alice", user: "t"),
            await KeyAsync(tenant: "t", user: "alice"),
            await KeyAsync(tool: "other"),
            await KeyAsync(step: 2),
            await KeyAsync(seed: 1),
            await KeyAsync(arguments: ContextValue.FromJson("""{"a":1,"b":{"c":"x","d":[2,1]}}""")),
            await KeyAsync(arguments: ContextValue.FromJson("""{"a":"1","b":{"c":"x","d":[1,2]}}""")),
            await KeyAsync(arguments: ContextValue.FromJson("""{"a":1,"b":{"c":"x","d":[1,2]},"e":null}""")),
            await KeyAsync(arguments: ContextValue.Null),
        ];

        // The same owner in the same tenant is in twice, and so is nothing else.
        Assert.Equal(keys.Length - 1, keys.Distinct().Count());
        Assert.Equal(keys[2], keys[4]);
    }

    /// <summary>The key of one call on a host of its own, where equal seeds give equal ids.</summary>
    private static async Task<string> KeyAsync(string user = "alice", string? tenant = null, string tool = "tool", int step = 1, int seed = 0, ContextValue? arguments = null)
    {
        var keys = new List<string>();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IEntropySource>(new CountingEntropySource(seed));
            foreach (var name in new[] { "tool", "other" })
            {
                builder.AddTool(new ToolDefinition(name, "Gives its key.", ContextValue.FromJson("""{"type":"object","additionalProperties":true}""")) { RequiredPermission = TestHost.Permission }, (invocation, _) =>
                {
                    keys.Add(invocation.IdempotencyKey);
                    Assert.Equal(invocation.IdempotencyKey, keys[^1]);
                    return default;
                });
            }

            builder.AddAgent("subject", async (execution, _) =>
            {
                for (var i = 0; i < step; i++)
                {
                    (await execution.Tools.DispatchAsync(tool, arguments ?? Arguments)).EnsureSuccess();
                }

                return AgentOutput.FromText("");
            });
        });
        var owner = tenant is null ? new Owner(new UserId(user)) : new Owner(new TenantId(tenant), new UserId(user));
        var context = UserExecutionContext.FromRequest(owner, new ThreadId("thread"), Grants.Of(TestHost.Permission));
        (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess();
        return keys[^1];
    }
}
