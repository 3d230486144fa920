using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Diagnostics;

public sealed class FailedActivityTests
{
    [Fact]
    public async Task Agent_Throws_SpanHasTheCodeAsErrorType()
    {
        using var spans = new Spans();
        await using var host = new TestHost(builder => builder.AddAgent("subject", (execution, _) => execution.Input.IsNull ? AgentOutput.FromText("") : throw new FormatException()));

        await host.Core.ExecuteAsync("subject", host.Context(), "");

        AssertError(spans["invoke_agent subject"], "agent_failed");
    }

    [Theory]
    [InlineData("throws", "tool_failed")]
    [InlineData("says so", "sold_out")]
    public async Task Tool_Fails_SpanHasTheCodeAndTheAgentsHasNone(string how, string code)
    {
        using var spans = new Spans();
        await using var host = new TestHost(builder => builder
            .AddTool("subject", "Fails.", (string how) => { throw how == "throws" ? new FormatException() : new ToolException("sold_out", "none left"); }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("subject", async (execution, _) => AgentOutput.FromText((await execution.Tools.DispatchAsync("subject", ContextValue.Map(("how", execution.Input)))).Error!.Code)));

        Assert.Equal(code, (await host.Core.ExecuteAsync("subject", host.Context(), how)).EnsureSuccess().Text);

        AssertError(spans["execute_tool subject"], code);
        Assert.Equal(ActivityStatusCode.Unset, spans["invoke_agent subject"].Status);
    }

    [Fact]
    public async Task Tool_Refused_HasNoSpan()
    {
        using var spans = new Spans();
        await using var host = new TestHost(builder => builder.AddAgent("subject", async (execution, _) =>
        {
            await execution.Tools.DispatchAsync("echo", ContextValue.Null);
            (await execution.Tools.DispatchAsync("echo", ContextValue.Null)).EnsureSuccess();
            return AgentOutput.FromText("");
        }));

        await host.Core.ExecuteAsync("subject", host.Context(grants: Grants.None), "");

        AssertError(Assert.Single(spans.Started), "denied");
    }

    [Theory]
    [InlineData("cancel", "run_cancelled")]
    [InlineData("time", "execution_deadline")]
    public async Task Run_StoppedWhileAToolIsAtWork_AllItsSpansStopAndWithTheirCodes(string how, string code)
    {
        using var spans = new Spans();
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Hangs.", async () => await stage.HangAsync(), tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("child", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("hang", ContextValue.Null)).EnsureSuccess()))
            .AddAgent("parent", async (execution, _) => (await execution.CallAgentAsync("child", "")).EnsureSuccess()));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("parent", context, new AgentRequest("") { Timeouts = new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) } }).AsTask();
        await stage.Reached;

        if (how == "cancel")
        {
            await host.Core.CancelAsync(context, context.RunId);
        }
        else
        {
            host.Advance(2);
        }

        Assert.Equal(code, (await running).Error!.Code);
        AssertError(spans["invoke_agent parent"], code);
        AssertError(await spans.StoppedAsync("invoke_agent child").Soon(), "parent_ended");
        AssertError(await spans.StoppedAsync("execute_tool hang").Soon(), "abandoned");
        Assert.Equal(3, spans.Stopped.Count);
    }

    [Fact]
    public async Task Tool_TimesOut_SpanStopsThen()
    {
        using var spans = new Spans();
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .AddTool("hang", "Hangs.", async () => await stage.HangAsync(), tool => tool.RequirePermission(TestHost.Permission).WithTimeout(TimeSpan.FromSeconds(1)))
            .AddAgent("subject", async (execution, _) => AgentOutput.FromText((await execution.Tools.DispatchAsync("hang", ContextValue.Null)).Error!.Code)));
        var running = host.Core.ExecuteAsync("subject", host.Context(), "").AsTask();
        await stage.Reached;

        host.Advance(2);

        (await running).EnsureSuccess();
        AssertError(spans["execute_tool hang"], "tool_timed_out");
    }

    private static void AssertError(Activity span, string code)
    {
        Assert.True(span.IsStopped);
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.StatusDescription);
        Assert.Equal(code, span.GetTagItem("error.type"));
        Assert.Empty(span.Events);
    }
}
