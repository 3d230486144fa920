using System.ComponentModel;
using Microsoft.Extensions.AI;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class StructuredOutputTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AnswerThatFits_IsTheValue()
    {
        var model = new PlayedModel(_ => [Text("""{"sku":"a-1","cou"""), Text("""nt":3,"next":{"sku":"b-2","count":1,"next":null}}"""), End()]);
        await using var host = new ChatHost(model);
        var context = ChatHost.Context();

        var result = await host.Core.RunAsync<Line>("chat", context, "order", Token);

        Assert.Equal(new Line("a-1", 3, new Line("b-2", 1, null)), result.EnsureSuccess());
        var format = Assert.IsType<ChatResponseFormatJson>(model.Questions.Single().Options!.ResponseFormat);
        Assert.Contains("How many.", format.Schema!.Value.GetRawText(), StringComparison.Ordinal);

        // Pieces of JSON are no text to watch.
        Assert.DoesNotContain(await host.EventsAsync(context), item => item is AgentText);
    }

    [Theory]
    [InlineData("three", "it is no JSON.")]
    [InlineData("""{"sku":"a-1"}""", "$ needs the member 'count'.")]
    [InlineData("""{"sku":"a-1","count":[],"next":null}""", "$.count must be")]
    public async Task Run_AnswerThatDoesNotFit_IsToldToTheModelAndAskedAgain(string first, string fault)
    {
        var model = new PlayedModel(question => [Text(question.Number == 1 ? first : """{"sku":"a-1","count":3,"next":null}"""), End()]);
        await using var host = new ChatHost(model);

        var result = await host.Core.RunAsync<Line>("chat", ChatHost.Context(), "order", Token);

        Assert.Equal(3, result.EnsureSuccess().Count);
        Assert.Contains(fault, model.Questions.Last().Messages[^1].Text, StringComparison.Ordinal);
        Assert.Equal(2, model.Questions.Count);
    }

    [Fact]
    public async Task Run_AnswersThatNeverFit_FailAtTheBound()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [Text("three"), End()]), chat => chat.MaxRounds = 2);

        var result = await host.Core.RunAsync<Line>("chat", ChatHost.Context(), "order", Token);

        Assert.False(result.Succeeded);
        Assert.Equal(AgentErrorCodes.BoundReached, result.Error?.Code);
        Assert.Throws<AgentExecutionException>(result.EnsureSuccess);
    }

    [Fact]
    public async Task Run_TypeThatIsNoObject_IsAskedForInsideOfOne()
    {
        var model = new PlayedModel(_ => [Text("""{"value":[1,2]}"""), End()]);
        await using var host = new ChatHost(model);

        var result = await host.Core.RunAsync<int[]>("chat", ChatHost.Context(), "numbers", Token);

        Assert.Equal([1, 2], result.EnsureSuccess());
    }

    [Fact]
    public async Task Run_ListsOfTypesThatHaveThemselvesWithin_AreChecked()
    {
        var model = new PlayedModel(question => [Text(question.Number == 1 ? """{"value":[{"sku":"a","count":1,"next":{"sku":2}}]}""" : """{"value":[{"sku":"a","count":1,"next":{"sku":"b","count":2,"next":null}}]}"""), End()]);
        await using var host = new ChatHost(model);

        var result = await host.Core.RunAsync<Line[]>("chat", ChatHost.Context(), "lines", Token);

        Assert.Equal("b", result.EnsureSuccess()[0].Next?.Sku);
        Assert.Equal(2, model.Questions.Count);
    }

    [Fact]
    public async Task Run_AfterToolCalls_TheLastAnswerIsTheValue()
    {
        var model = new PlayedModel(question => question.HasResults ? [Text("""{"sku":"a-1","count":3,"next":null}"""), End()] : [Text("let me see"), Call("c1", "note", ("text", "x")), End()]);
        await using var host = ToolHosts.WithNotes(model, []);

        Assert.Equal("a-1", (await host.Core.RunAsync<Line>("chat", ChatHost.Context(), "order", Token)).EnsureSuccess().Sku);
    }

    private sealed record Line(string Sku, [property: Description("How many.")] int Count, Line? Next);
}
