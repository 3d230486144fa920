using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class AnswerTests
{
    [Fact]
    public async Task Ask_StreamedAnswer_IsEventsAndOutput()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [Of(new TextReasoningContent("hm")), Text("Hel"), Text("lo"), Used(10, 2), End()]));
        var context = ChatHost.Context();

        var result = await host.AskAsync("hi", context);

        Assert.Equal(("Hello", false, new TokenUsage(10, 2)), (result.EnsureSuccess().Text, result.Output!.IsDegraded, result.Usage));
        Assert.Equal(
            ["AgentStarted", "thinks hm", "says Hel", "says lo", "AgentCompleted"],
            (await host.EventsAsync(context)).Select(item => item switch
            {
                AgentThinking x => $"thinks {x.Text}",
                AgentText x => $"says {x.Text}",
                _ => item.GetType().Name,
            }));
    }

    [Fact]
    public async Task Ask_Instructions_ComeFirstAndAreInNoHistory()
    {
        var model = new PlayedModel(_ => [Text("yes"), End()]);
        await using var host = new ChatHost(model, instructions: "Be brief.");

        await host.AskAsync("hi");
        await host.AskAsync("and?");

        Assert.Equal(["system: Be brief.", "user: hi", "assistant: yes", "user: and?"], model.Questions.Last().Told);
        Assert.DoesNotContain(await host.HistoryAsync(), turn => turn.Content.Text.Contains("brief", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_InstructionsForTheOwner_AreOfTheOwner()
    {
        var model = new PlayedModel(_ => [Text("yes"), End()]);
        await using var host = new ChatHost(model, chat => chat.InstructionsFor = execution => $"For {execution.Context.UserId.Value}.");

        await host.AskAsync("hi", ChatHost.Context("bob"));

        Assert.Equal("system: For bob.", model.Questions.Single().Told.First());
    }

    /// <summary>H and L stand for the halves of one character, which an attribute can't hold.</summary>
    [Theory]
    [InlineData("aH", "Lb", "aHLb", "a|HLb")]
    [InlineData("aH", "b", "a?b", "a|?b")]
    [InlineData("a", "bH", "ab?", "a|b|?")]
    [InlineData("aL", "b", "a?b", "a?|b")]
    public async Task Ask_CharacterInTwoPieces_IsToldWhole(string first, string second, string text, string pieces)
    {
        static string Of(string shown) => shown.Replace('H', '\ud83d').Replace('L', '\ude00').Replace('?', '\uFFFD');
        await using var host = new ChatHost(new PlayedModel(_ => [Text(Of(first)), Text(Of(second)), End()]));
        var context = ChatHost.Context();

        Assert.Equal(Of(text), (await host.AskAsync("hi", context)).EnsureSuccess().Text);
        Assert.Equal(Of(pieces).Split('|'), (await host.EventsAsync(context)).OfType<AgentText>().Select(item => item.Text));
    }

    [Fact]
    public async Task Ask_AnswerWithoutEnd_IsGivenUpAtTheLargestValue()
    {
        var million = new string('x', 1_000_000);
        await using var host = new ChatHost(new PlayedModel(_ => InOrder(Enumerable.Repeat(0, int.MaxValue).Select(_ => Text(million)))), chat => chat.HistoryTurns = 0);

        Assert.Equal(ModelErrorCodes.ModelInterrupted, (await host.AskAsync("hi")).Error?.Code);
    }

    [Fact]
    public async Task Ask_CutAtTheLimit_IsDegraded()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [Text("Hel"), End(ChatFinishReason.Length)]));

        Assert.True((await host.AskAsync("hi")).EnsureSuccess().IsDegraded);
    }

    [Fact]
    public async Task Ask_EndThatNobodyAnnounced_IsDegraded()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [Text("Hel")]));

        Assert.True((await host.AskAsync("hi")).EnsureSuccess().IsDegraded);
    }

    [Fact]
    public async Task Ask_NothingAnswered_Fails()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [End()]));

        var result = await host.AskAsync("hi");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.NoOutput), (result.Status, result.Error?.Code));
    }

    public static TheoryData<ChatResponseUpdate> Filtered => new(End(ChatFinishReason.ContentFilter), Of(new ErrorContent("secret") { ErrorCode = "Refusal" }));

    [Theory]
    [MemberData(nameof(Filtered))]
    public async Task Ask_FilteredAnswer_FailsAndWhatWasHeardStays(ChatResponseUpdate end)
    {
        var model = new PlayedModel(_ => [Text("I"), end, End()]);
        await using var host = new ChatHost(model);

        var result = await host.AskAsync("hi");

        Assert.Equal((ModelErrorCodes.ContentFiltered, "The model would not answer this."), (result.Error?.Code, result.Error?.Message));
        Assert.Single(model.Questions);
        Assert.Equal([("hi", HistoryTurnStatus.Completed), ("I", HistoryTurnStatus.Interrupted)], (await host.HistoryAsync()).Select(turn => (turn.Content.Text, turn.Status)));
    }

    [Fact]
    public async Task Ask_OptionsOfTheHost_ReachTheModelAndNothingOfTheOwnerDoes()
    {
        var model = new PlayedModel(_ => [Text("yes"), End()]);
        await using var host = new ChatHost(model, chat => chat.ChatOptions = new ChatOptions { Temperature = 0.5f, ModelId = "m", MaxOutputTokens = 7 });

        await host.AskAsync("hi", ChatHost.Context("bob"));

        var options = model.Questions.Single().Options!;
        Assert.Equal((0.5f, "m", 7), (options.Temperature, options.ModelId, options.MaxOutputTokens));
        Assert.Null(options.AdditionalProperties);
        Assert.Null(options.ConversationId);
    }

    [Fact]
    public async Task Ask_AsAnotherAgentsPart_HasItsInputAloneAndLeavesNoTurn()
    {
        var model = new PlayedModel(question => [Text($"re: {question.Asked}"), End()]);
        await using var host = new ChatHost(model, register: builder => builder
            .AddAgent("boss", async (execution, token) => (await execution.CallAgentAsync("chat", "part", token)).EnsureSuccess()));
        await host.AskAsync("before");

        var result = await ChatHost.Within(host.Core.ExecuteAsync("boss", ChatHost.Context(), "whole", TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("re: part", result.EnsureSuccess().Text);
        Assert.Equal(["user: part"], model.Questions.Last().Told);
        Assert.Equal(["before", "re: before"], (await host.HistoryAsync()).Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task AddChatAgent_ScopedClient_IsOfTheExecution()
    {
        var made = 0;
        await using var host = new ChatHost(null, register: builder => builder.Services.AddScoped<IChatClient>(services =>
        {
            made++;
            var user = services.GetRequiredService<UserExecutionContext>().UserId.Value;
            return new PlayedModel(_ => [Text(user), End()]);
        }));

        Assert.Equal("alice", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal("bob", (await host.AskAsync("hi", ChatHost.Context("bob"))).EnsureSuccess().Text);
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task AddChatAgent_ClientForTheExecution_IsAskedEachTime()
    {
        await using var host = new ChatHost(null, chat => chat.ClientFor = execution => new PlayedModel(_ => [Text($"for {execution.Context.UserId.Value}"), End()]));

        Assert.Equal("for bob", (await host.AskAsync("hi", ChatHost.Context("bob"))).EnsureSuccess().Text);
    }
}
