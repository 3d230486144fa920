using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class OutputSchemaTests
{
    private static readonly ContextValue Number = ContextValue.FromJson("""{"type":"integer"}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Execute_OutputThatFits_Completes()
    {
        await using var host = new TestHost();

        var result = await host.Core.ExecuteAsync("echo", host.Context(), new AgentRequest(7) { OutputSchema = Number }, Token);

        Assert.Equal(7, result.EnsureSuccess().Value.AsInt64());
    }

    [Fact]
    public async Task Execute_OutputThatDoesNotFit_FailsWithThePlace()
    {
        await using var host = new TestHost();

        var result = await host.Core.ExecuteAsync("echo", host.Context(), new AgentRequest("seven") { OutputSchema = Number }, Token);

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.InvalidOutput), (result.Status, result.Error?.Code));
        Assert.EndsWith("$ must be integer, not string.", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SchemaThatCantBeChecked_IsRefusedAtOnce()
    {
        await using var host = new TestHost();
        var context = host.Context();
        var request = new AgentRequest("x") { OutputSchema = ContextValue.FromJson("""{"contains":1}""") };

        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Core.ExecuteAsync("echo", context, request, Token));

        Assert.True((await host.Core.ExecuteAsync("echo", context, "x", Token)).Succeeded);
    }

    [Fact]
    public async Task CallAgent_OutputThatDoesNotFit_IsTheChildsFailure()
    {
        await using var host = new TestHost(builder => builder.AddAgent("ask", async (execution, token) =>
        {
            var result = await execution.CallAgentAsync("echo", new AgentRequest("seven") { OutputSchema = Number }, token);
            return AgentOutput.FromText(result.Error?.Code ?? "none");
        }));

        var result = await host.Core.ExecuteAsync("ask", host.Context(), "x", Token);

        Assert.Equal(AgentErrorCodes.InvalidOutput, result.EnsureSuccess().Text);
    }

    [Fact]
    public async Task OutputSchema_AsTheAgentSeesIt_IsThatOfTheRequest()
    {
        await using var host = new TestHost(builder => builder.AddAgent("look", (execution, _) =>
            AgentOutput.FromValue(ContextValue.List(execution.OutputSchema, execution.OutputFault("x"), execution.OutputFault(ContextValue.List())))));

        var asked = await host.Core.ExecuteAsync("look", host.Context(), new AgentRequest("x") { OutputSchema = ContextValue.FromJson("""{"type":"array"}""") }, Token);
        var unasked = await host.Core.ExecuteAsync("look", host.Context(), "x", Token);

        Assert.Equal(["""{"type":"array"}""", "$ must be array, not string.", ""], asked.EnsureSuccess().Value.Items.Select(item => item.Text));
        Assert.All(unasked.EnsureSuccess().Value.Items, item => Assert.True(item.IsNull));
    }

    [Fact]
    public async Task AddSharedAgent_ThatCantBeMade_StandsInTheReport()
    {
        await using var host = new TestHost(builder => builder.AddSharedAgent("odd", _ => throw new InvalidOperationException("it has no model.")));

        Assert.Contains("The agent 'odd': it has no model.", Assert.Throws<NetraAgentsConfigurationException>(() => host.Core).Message, StringComparison.Ordinal);
    }
}
