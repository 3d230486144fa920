using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class ToolLoopTests
{
    private readonly ConcurrentQueue<string> _notes = [];

    [Fact]
    public async Task Ask_ToolCall_GoesThroughTheDispatcherAndItsResultToTheModel()
    {
        var model = Once([Call("c1", "note", ("text", "x"))]);
        await using var host = ToolHosts.WithNotes(model, _notes);
        var context = ChatHost.Context();

        var result = await host.AskAsync("hi", context);

        Assert.Equal("done", result.EnsureSuccess().Text);
        Assert.Equal(["alice: x"], _notes);
        Assert.Equal(["user: hi", "assistant: call c1 note", "tool: result c1 noted x"], model.Questions.Last().Told);
        Assert.Equal(["AgentStarted", "ToolExecuting", "ToolCompleted", "AgentText", "AgentCompleted"], (await host.EventsAsync(context)).Select(item => item.GetType().Name));
    }

    [Fact]
    public async Task Ask_ToolsOfTheModel_AreDeclarationsThatNobodyCanInvoke()
    {
        var model = Once([]);
        await using var host = ToolHosts.WithNotes(model, _notes, register: builder => builder.AddTools([AIFunctionFactory.Create(() => "ran", "run")], tool => tool with { RequiredPermission = ChatHost.Permission }));

        await host.AskAsync("hi");

        var tools = model.Questions.Single().Options!.Tools!;
        Assert.Equal(["note", "run"], tools.Select(tool => tool.Name));
        Assert.All(tools, tool =>
        {
            Assert.IsNotType<AIFunction>(tool, exactMatch: false);
            Assert.Null(tool.GetService<AIFunction>());
        });
    }

    [Fact]
    public async Task Ask_ToolsByGrants_AreThoseThatTheContextAllows()
    {
        var model = Once([]);
        await using var host = ToolHosts.WithNotes(model, _notes);

        await host.AskAsync("hi", ChatHost.Context(grants: Grants.None));

        Assert.Empty(model.Questions.Single().ToolNames);
    }

    [Fact]
    public async Task Ask_ToolThatTheAgentWasNotGiven_IsUnknownToIt()
    {
        var model = Once([Call("c1", "note", ("text", "x"))]);
        await using var host = ToolHosts.WithNotes(model, _notes, chat => chat.Tools = []);

        await host.AskAsync("hi");

        Assert.Empty(_notes);
        Assert.Contains("Error (unknown)", model.Questions.Last().Told.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_DeniedCall_EndsAsDeniedAndTheModelIsNotAsked()
    {
        var model = Once([Call("c1", "note", ("text", "x"))]);
        await using var host = ToolHosts.WithNotes(model, _notes);

        var result = await host.AskAsync("hi", ChatHost.Context(grants: Grants.None));

        Assert.Equal((ExecutionStatus.Denied, AgentErrorCodes.Denied), (result.Status, result.Error?.Code));
        Assert.Empty(_notes);
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_DeniedCallBesideOthers_EndsAsDeniedWhenTheOthersAreOver()
    {
        var model = Once([Call("c1", "note", ("text", "x")), Call("c2", "secret")]);
        await using var host = ToolHosts.WithNotes(model, _notes, register: builder => builder.AddTool(new ToolDefinition("secret", "Is nobody's.") { RequiredPermission = "none" }, (_, _) => new("leak")));

        var result = await host.AskAsync("hi");

        Assert.Equal(ExecutionStatus.Denied, result.Status);
        Assert.Equal(["alice: x"], _notes);
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_DeniedCallOfWhichTheModelMayBeTold_GoesOn()
    {
        var model = Once([Call("c1", "note", ("text", "x"))]);
        await using var host = ToolHosts.WithNotes(model, _notes, chat => chat.TellModelOfDenials = true);

        var result = await host.AskAsync("hi", ChatHost.Context(grants: Grants.None));

        Assert.True(result.Succeeded);
        Assert.Empty(_notes);
        Assert.Contains("Error (denied)", model.Questions.Last().Told.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope", "unknown")]
    [InlineData("note", "invalid_arguments")]
    public async Task Ask_CallThatCantBe_IsToldToTheModel(string tool, string code)
    {
        var model = Once([Call("c1", tool, ("other", 1))]);
        await using var host = ToolHosts.WithNotes(model, _notes);

        Assert.True((await host.AskAsync("hi")).Succeeded);
        Assert.Empty(_notes);
        Assert.Contains($"Error ({code})", model.Questions.Last().Told.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ArgumentsThatAreNoJson_NeverReachTheDispatcher()
    {
        var model = Once([Of(new FunctionCallContent("c1", "note") { Exception = new System.Text.Json.JsonException("secret") })]);
        await using var host = ToolHosts.WithNotes(model, _notes);
        var context = ChatHost.Context();

        Assert.True((await host.AskAsync("hi", context)).Succeeded);
        Assert.Empty(_notes);
        Assert.Equal("tool: result c1 Error (invalid_arguments): The arguments are no JSON object.", model.Questions.Last().Told.Last());
        Assert.DoesNotContain(await host.EventsAsync(context), item => item is ToolExecuting);
    }

    [Fact]
    public async Task Ask_CallsOfAnAnswerThatWasFiltered_AreNotMade()
    {
        await using var host = ToolHosts.WithNotes(new PlayedModel(_ => [Call("c1", "note", ("text", "x")), End(ChatFinishReason.ContentFilter)]), _notes);

        Assert.Equal(ModelErrorCodes.ContentFiltered, (await host.AskAsync("hi")).Error?.Code);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Ask_CallThatIsForInformationOnly_IsNotMade()
    {
        var model = new PlayedModel(_ => [Of(new FunctionCallContent("c1", "note", new Dictionary<string, object?> { ["text"] = "x" }) { InformationalOnly = true }), Text("done"), End()]);
        await using var host = ToolHosts.WithNotes(model, _notes);

        Assert.Equal("done", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Ask_ParallelCalls_RunAtOnceEachInItsOwnScope()
    {
        var model = Once([Call("c1", "meet"), Call("c2", "meet"), Call("c3", "meet")]);
        var arrived = new TaskCompletionSource();
        var sessions = new ConcurrentBag<Session>();
        await using var host = ToolHosts.WithNotes(model, _notes, register: builder =>
        {
            builder.Services.AddScoped<Session>();
            builder.AddTool(new ToolDefinition("meet", "Waits for two others.") { RequiredPermission = ChatHost.Permission }, async (invocation, _) =>
            {
                sessions.Add(invocation.Services.GetRequiredService<Session>());
                if (sessions.Count == 3)
                {
                    arrived.SetResult();
                }

                await arrived.Task;
                return "met";
            });
        });

        Assert.True((await host.AskAsync("hi")).Succeeded);
        Assert.Equal(3, sessions.Distinct().Count());
        Assert.Equal("tool: result c1 met | result c2 met | result c3 met", model.Questions.Last().Told.Last());
    }

    [Fact]
    public async Task Ask_CallsOneAfterTheOther_KeepTheirOrder()
    {
        var model = Once([.. Enumerable.Range(0, 20).Select(i => Call($"c{i}", "note", ("text", $"{i}")))]);
        await using var host = ToolHosts.WithNotes(model, _notes, chat => chat.ParallelToolCalls = false);

        await host.AskAsync("hi");

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"alice: {i}"), _notes);
    }

    [Fact]
    public async Task Ask_ModelThatNeverAnswers_FailsAtTheBound()
    {
        var model = new PlayedModel(_ => [Call("c1", "note", ("text", "x")), End()]);
        await using var host = ToolHosts.WithNotes(model, _notes, chat => chat.MaxRounds = 3);

        var result = await host.AskAsync("hi");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.BoundReached), (result.Status, result.Error?.Code));
        Assert.Equal(3, model.Questions.Count);
    }

    [Fact]
    public async Task Ask_ToolThatFails_IsToldToTheModelWithoutItsInsides()
    {
        var model = Once([Call("c1", "break"), Call("c2", "explain")]);
        await using var host = ToolHosts.WithNotes(model, _notes, register: builder => builder
            .AddTool(new ToolDefinition("break", "Breaks.") { RequiredPermission = ChatHost.Permission }, (_, _) => throw new InvalidOperationException("secret"))
            .AddTool(new ToolDefinition("explain", "Explains.") { RequiredPermission = ChatHost.Permission }, (_, _) => throw new ToolException("sold_out", "There is none left.")));

        await host.AskAsync("hi");

        Assert.Equal(
            "tool: result c1 Error (tool_failed): Tool 'break' failed (InvalidOperationException). | result c2 Error (sold_out): There is none left.", model.Questions.Last().Told.Last());
    }

    [Fact]
    public async Task Ask_ToolTwoOwnersAtOnce_EachGetsTheirOwn()
    {
        var model = new PlayedModel(question => question.HasResults ? [Text(question.Told.Last()), End()] : [Call("c1", "who"), End()]);
        await using var host = ToolHosts.WithNotes(model, _notes, register: builder => builder.AddTool(
            new ToolDefinition("who", "Says who asks.") { RequiredPermission = ChatHost.Permission }, async (invocation, _) =>
            {
                await Task.Yield();
                return invocation.UserContext.UserId.Value;
            }));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (i, (await host.AskAsync("same", ChatHost.Context($"user{i}"))).EnsureSuccess().Text)));

        Assert.All(answers, answer => Assert.Equal($"tool: result c1 user{answer.i}", answer.Text));
    }

    private static PlayedModel Once(ChatResponseUpdate[] calls) => new(question => question.HasResults || calls.Length == 0 ? [Text("done"), End()] : [.. calls, End(ChatFinishReason.ToolCalls)]);

    private sealed class Session;
}
