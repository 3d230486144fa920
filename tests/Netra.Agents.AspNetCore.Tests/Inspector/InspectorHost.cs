using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests.Inspector;

/// <summary>A host with an inspector: "op" may look, "boss" may also read, "carol" may look at her tenant, customers may not.</summary>
internal static class InspectorHost
{
    internal const string Secret = "the-words-of-a-customer";

    /// <summary>What makes markup where text is taken for it.</summary>
    internal const string Markup = "<img src=x onerror=alert(1)>";

    internal static readonly TaskCompletionSource Never = new();

    internal static Task<WebHost> StartAsync(IAuditStore? audit = null, Action<INetraAgentsBuilder>? more = null, Action<InspectorOptions>? inspector = null, string? tenantClaim = null) => WebHost.StartAsync(
        agents =>
        {
            agents
                .AddEcho()
                .AddTool("look_up", "Looks up.", (string what) => $"{what} {Secret}", tool => tool.RequirePermission("shop"))
                .AddAgent("helper", async (execution, cancellationToken) =>
                {
                    execution.Events.Text(Secret);
                    await execution.Tools.DispatchAsync("look_up", ContextValue.Map(("what", Secret)), cancellationToken);
                    return AgentOutput.FromText(Secret);
                })
                .AddAgent("desk", async (execution, cancellationToken) =>
                {
                    execution.Events.Progress(Secret, 0.5);
                    return (await execution.CallAgentAsync("helper", new AgentRequest(Secret), cancellationToken)).EnsureSuccess();
                })
                .AddGated(Never.Task)
                .AddWorkflow("order", workflow => workflow.Function("price", _ => Secret).Wait("approval").Function("send", value => value));
            more?.Invoke(agents);
        },
        options =>
        {
            options.GrantsOf = _ => Grants.Of("shop");
            options.TenantClaim = tenantClaim;
        },
        app => app.MapNetraInspector("/inspector", "operators", o =>
        {
            o.PayloadPolicy = "readers";
            inspector?.Invoke(o);
        }),
        services =>
        {
            services.AddAuthorizationBuilder()
                .AddPolicy("operators", policy => policy.RequireClaim("sub", "op", "boss", "carol"))
                .AddPolicy("readers", policy => policy.RequireClaim("sub", "boss"));
            if (audit is not null)
            {
                services.AddSingleton(audit);
            }
        });

    /// <summary>Runs an agent to its end (or its wait) for somebody.</summary>
    internal static async Task RunAsync(this WebHost host, string user, string agent, string input = Secret)
    {
        using var client = host.Client(user);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agents/runs") { Content = JsonContent.Create(new { agent, input, thread_id = $"thread-{Secret}" }) };
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    internal static async Task<JsonElement> SeeAsync(this WebHost host, string user, string path)
    {
        using var client = host.Client(user);
        return await client.GetFromJsonAsync<JsonElement>($"/inspector/data/{path}", TestContext.Current.CancellationToken);
    }

    /// <summary>The runs that somebody sees, and how to ask for each.</summary>
    internal static async Task<(string Path, JsonElement Run)[]> RunsAsync(this WebHost host, string user, string query = "")
    {
        var overview = await host.SeeAsync(user, $"runs{query}");
        return [.. overview.GetProperty("runs").EnumerateArray().Select(run => ($"runs/{run.GetProperty("owner").GetString()}/{run.GetProperty("run_id").GetString()}", run))];
    }
}
