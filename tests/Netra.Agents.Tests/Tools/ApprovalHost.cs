using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

/// <summary>A host with a tool that needs a person's yes, and agents that call it.</summary>
internal static class ApprovalHost
{
    internal static readonly TimeSpan Expiry = TimeSpan.FromMinutes(5);

    internal static TestHost Create(Owner? approver = null, Stage? stage = null, TimeSpan? idle = null, Action<INetraAgentsBuilder>? register = null) => new(builder =>
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

    internal static async Task<ToolApprovalRequested> AskedAsync(TestHost host, UserExecutionContext context) => (await AskedAsync(host, context, count: 1))[0];

    internal static async Task<List<ToolApprovalRequested>> AskedAsync(TestHost host, UserExecutionContext context, int count)
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

    internal static async Task AssertRefusedAsync(TestHost host, UserExecutionContext context, Task<AgentExecutionResult> running, string code)
    {
        Assert.Equal(code, (await running).EnsureSuccess().Text);
        var events = host.Log(context);
        RunInvariants.Check(events);
        Assert.DoesNotContain(events, item => item is ToolExecuting or ToolCompleted);
        Assert.Contains(await host.AuditOf(context), entry => entry.Kind == "tool_call" && entry.Code == code && entry.Decision == "refused");
    }
}
