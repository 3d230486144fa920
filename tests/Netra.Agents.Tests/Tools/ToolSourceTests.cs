using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The host disposes what it is given.")]
public sealed class ToolSourceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispatch_ToolOfASource_RunsAsAnyTool()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers")));

        var result = await CallAsync(host, host.Context(), "note");

        Assert.Equal("hers", result.Output.Text);
    }

    [Fact]
    public async Task Dispatch_ToolThatAnotherOwnerHas_IsUnknown()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers")).With("bob", ShelfTool.Saying("memo", "his")));

        var result = await CallAsync(host, host.Context("bob"), "note");

        Assert.Equal(AgentErrorCodes.Unknown, result.Error?.Code);
    }

    [Fact]
    public async Task Dispatch_SameNameForTwoOwners_EachHasTheirOwn()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers")).With("bob", ShelfTool.Saying("note", "his")));

        Assert.Equal("hers", (await CallAsync(host, host.Context(), "note")).Output.Text);
        Assert.Equal("his", (await CallAsync(host, host.Context("bob"), "note")).Output.Text);
    }

    [Fact]
    public async Task Dispatch_NameThatIsRegistered_IsTheHostsTool()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("echo", "stolen")));

        var result = await CallAsync(host, host.Context(), "echo", ContextValue.Map(("text", "mine")));

        Assert.Equal("mine", result.Output.Text);
    }

    [Fact]
    public async Task Dispatch_WithoutTheGrant_IsDenied()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers")));

        var result = await CallAsync(host, host.Context(grants: Grants.None), "note");

        Assert.Equal(AgentErrorCodes.Denied, result.Error?.Code);
    }

    [Fact]
    public async Task Dispatch_ArgumentsThatDontFit_DontReachTheTool()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers")));

        var result = await CallAsync(host, host.Context(), "note", ContextValue.Map(("x", 1)));

        Assert.Equal(AgentErrorCodes.InvalidArguments, result.Error?.Code);
    }

    [Theory]
    [InlineData("""{"type":"object","contains":1}""", "uses 'contains'")]
    [InlineData("""{"type":"string"}""", "must be of type object")]
    public async Task Dispatch_SchemaThatCantBeChecked_IsUnavailable(string schema, string why)
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("note", "hers", schema)));

        var result = await CallAsync(host, host.Context(), "note");

        Assert.Equal(AgentErrorCodes.ToolUnavailable, result.Error?.Code);
        Assert.Contains(why, result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispatch_SourceThatFails_IsUnavailableAndTellsNothingOfIt()
    {
        await using var host = Host(new ShelfSource { Failure = new InvalidOperationException("secret") });

        var result = await CallAsync(host, host.Context(), "note");

        Assert.Equal(AgentErrorCodes.ToolUnavailable, result.Error?.Code);
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispatch_SourceThatSaysWhy_IsRefusedWithItsCodeAndWords()
    {
        await using var host = Host(new ShelfSource { Failure = new ToolException("closed", "The shelf is closed on Mondays.") });

        var result = await CallAsync(host, host.Context(), "note");

        Assert.Equal("closed", result.Error?.Code);
        Assert.Contains("The shelf is closed on Mondays.", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ByTheGrants_HasTheHostsFirstAndOnlyWhatCanBeUsed()
    {
        var source = new ShelfSource().With("alice", ShelfTool.Saying("note", "hers"), ShelfTool.Saying("echo", "stolen"), ShelfTool.Saying("odd", "", """{"contains":1}"""));
        await using var host = Host(source);

        Assert.Equal(["echo", "note"], await ListAsync(host, host.Context()));
        Assert.Equal(["echo"], await ListAsync(host, host.Context("bob")));
        Assert.Equal([], await ListAsync(host, host.Context(grants: Grants.None)));
    }

    [Fact]
    public async Task List_SourceThatFails_LeavesTheOthers()
    {
        await using var host = Host(new ShelfSource { Failure = new InvalidOperationException("secret") });

        Assert.Equal(["echo"], await ListAsync(host, host.Context()));
    }

    [Fact]
    public async Task Metrics_ToolOfASource_NameTheSource()
    {
        await using var host = Host(new ShelfSource().With("alice", ShelfTool.Saying("of_alice_only", "hers")));

        await CallAsync(host, host.Context(), "of_alice_only");

        Assert.DoesNotContain(host.Meters.Tags(), tag => tag.Contains("of_alice_only", StringComparison.Ordinal));
        Assert.Contains(host.Meters.Tags(), tag => tag.Contains("shelf", StringComparison.Ordinal));
    }

    private static TestHost Host(ShelfSource source) => new(builder => builder
        .AddToolSource(_ => source)
        .AddAgent("call", async (execution, token) =>
        {
            var result = await execution.Tools.DispatchAsync(execution.Input["tool"].Text, execution.Input["arguments"], token);
            return AgentOutput.FromValue(ContextValue.Map(("output", result.Output), ("code", result.Error?.Code), ("message", result.Error?.Message)));
        })
        .AddAgent("list", async (execution, token) =>
            AgentOutput.FromValue(ContextValue.List([.. (await execution.Tools.ListAsync(token)).Select(tool => (ContextValue)tool.Name)]))));

    private static async Task<(ContextValue Output, AgentError? Error)> CallAsync(TestHost host, UserExecutionContext context, string tool, ContextValue arguments = default)
    {
        var value = (await host.Core.ExecuteAsync("call", context, ContextValue.Map(("tool", tool), ("arguments", arguments)), Token)).EnsureSuccess().Value;
        return (value["output"], value["code"].IsNull ? null : new AgentError(value["code"].Text, value["message"].Text));
    }

    private static async Task<IEnumerable<string>> ListAsync(TestHost host, UserExecutionContext context) =>
        (await host.Core.ExecuteAsync("list", context, "", Token)).EnsureSuccess().Value.Items.Select(name => name.Text);
}
