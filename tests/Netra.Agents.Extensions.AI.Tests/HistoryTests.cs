using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class HistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_NextTurn_SeesTheOnesBefore()
    {
        var model = new PlayedModel(question => [Text($"re: {question.Asked}"), End()]);
        await using var host = new ChatHost(model);

        await host.AskAsync("one");
        await host.AskAsync("two");

        Assert.Equal(["user: one", "assistant: re: one", "user: two"], model.Questions.Last().Told);
    }

    [Theory]
    [InlineData("bob", "thread")]
    [InlineData("alice", "other")]
    public async Task Ask_AnotherOwnerOrThread_SeesNothingOfIt(string user, string thread)
    {
        var model = new PlayedModel(question => [Text($"re: {question.Asked}"), End()]);
        await using var host = new ChatHost(model);

        await host.AskAsync("secret");
        await host.AskAsync("hi", ChatHost.Context(user, thread));

        Assert.Equal(["user: hi"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Ask_ManyTurns_AreShownUpToTheNumber()
    {
        var model = new PlayedModel(question => [Text($"re: {question.Asked}"), End()]);
        await using var host = new ChatHost(model, chat => chat.HistoryTurns = 2);

        foreach (var said in new[] { "one", "two", "three" })
        {
            await host.AskAsync(said);
        }

        Assert.Equal(["user: two", "assistant: re: two", "user: three"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Ask_WindowThatWouldBeginWithAnAnswer_BeginsWithTheOwner()
    {
        var model = new PlayedModel(question => [Text($"re: {question.Asked}"), End()]);
        await using var host = new ChatHost(model, chat => chat.HistoryTurns = 3);

        foreach (var said in new[] { "one", "two", "three" })
        {
            await host.AskAsync(said);
        }

        Assert.Equal(["user: two", "assistant: re: two", "user: three"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Ask_WithoutHistory_NothingIsKept()
    {
        var model = new PlayedModel(_ => [Text("yes"), End()]);
        await using var host = new ChatHost(model, chat => chat.HistoryTurns = 0);

        await host.AskAsync("one");
        await host.AskAsync("two");

        Assert.Equal(["user: two"], model.Questions.Last().Told);
        Assert.Empty(await host.HistoryAsync());
    }

    [Fact]
    public async Task Ask_TurnWithToolCalls_IsShownWhole()
    {
        var model = new PlayedModel(question => question.HasResults || question.Number > 2
            ? [Text("done"), End()]
            : [Text("look"), Call("c1", "note", ("text", "x")), Call("c2", "note", ("text", "y")), End(ChatFinishReason.ToolCalls)]);
        await using var host = ToolHosts.WithNotes(model, []);

        await host.AskAsync("one");
        await host.AskAsync("two");

        Assert.Equal(
            ["user: one", "assistant: look | call c1 note | call c2 note", "tool: result c1 noted x | result c2 noted y", "assistant: done", "user: two"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Cancel_InMidStream_WhatWasHeardStaysAsAnInterruptedTurn()
    {
        var reached = new TaskCompletionSource();
        var said = new string('x', 100);
        var model = new PlayedModel(question => question.Number == 1 ? ThenHangs(reached, heedsToken: true, [Text(said)], question.CancellationToken) : InOrder([Text("yes"), End()]));
        await using var host = new ChatHost(model);
        var context = ChatHost.Context();
        var asked = host.AskAsync("one", context);
        await ChatHost.Within(reached.Task);

        await host.Core.CancelAsync(context, context.RunId, Token);

        Assert.Equal(ExecutionStatus.Cancelled, (await asked).Status);
        Assert.Equal([("one", HistoryTurnStatus.Completed), (said, HistoryTurnStatus.Interrupted)], (await host.HistoryAsync()).Select(turn => (turn.Content.Text, turn.Status)));
        await host.AskAsync("two");
        Assert.Equal(["user: one", $"assistant: {said}", "user: two"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Ask_AnswerThatBreaksOff_EveryPieceStays()
    {
        var model = new PlayedModel(question => question.Number == 1 ? InOrder([Text("Hel"), Text("lo")], new IOException("secret")) : InOrder([Text("yes"), End()]));
        await using var host = new ChatHost(model);

        var result = await host.AskAsync("one");

        Assert.Equal((ExecutionStatus.Failed, ModelErrorCodes.ModelInterrupted), (result.Status, result.Error?.Code));
        Assert.IsType<IOException>(result.Exception?.InnerException);
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal([("one", HistoryTurnStatus.Completed), ("Hello", HistoryTurnStatus.Interrupted)], (await host.HistoryAsync()).Select(turn => (turn.Content.Text, turn.Status)));
    }

    [Fact]
    public async Task Ask_AfterATurnThatWasStoppedInATool_TheCallHasAResultThatNobodyKnows()
    {
        var reached = new TaskCompletionSource();
        var model = new PlayedModel(question => question.Number == 1 ? [Call("c1", "wait"), End(ChatFinishReason.ToolCalls)] : [Text("yes"), End()]);
        await using var host = new ChatHost(model, register: builder => builder.AddTool(
            new ToolDefinition("wait", "Waits.") { RequiredPermission = ChatHost.Permission },
            async (_, token) =>
            {
                reached.TrySetResult();
                await new TaskCompletionSource().Task.WaitAsync(token);
                return default;
            }));
        var context = ChatHost.Context();
        var asked = host.AskAsync("one", context);
        await ChatHost.Within(reached.Task);
        await host.Core.CancelAsync(context, context.RunId, Token);
        await asked;

        await host.AskAsync("two");

        Assert.Equal(
            ["user: one", "assistant: call c1 wait", "tool: result c1 Error: interrupted; what it did is not known.", "user: two"], model.Questions.Last().Told);
    }

    [Fact]
    public async Task Ask_ModelThatFailsAtOnce_LeavesWhatTheOwnerSaidAndNothingElse()
    {
        await using var host = new ChatHost(new PlayedModel(_ => InOrder([], new InvalidOperationException("secret"))));

        var result = await host.AskAsync("one");

        Assert.Equal(ModelErrorCodes.ModelFailed, result.Error?.Code);
        Assert.Equal(["one"], (await host.HistoryAsync()).Select(turn => turn.Content.Text));
    }
}
