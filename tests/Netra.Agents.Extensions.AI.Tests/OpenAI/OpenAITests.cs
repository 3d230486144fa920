using System.Collections.Concurrent;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

/// <summary>The official OpenAI package over HTTP, against a stub of its service.</summary>
public sealed class OpenAITests
{
    private readonly ConcurrentQueue<string> _notes = [];

    [Fact]
    public async Task Ask_StreamedText_IsEventsOutputAndUsage()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync("Hel");
            await request.TextAsync("lo");
            await request.EndAsync();
        });
        await using var host = Host(service);
        var context = ChatHost.Context();

        var result = await host.AskAsync("hi", context);

        Assert.Equal(("Hello", false, new TokenUsage(11, 7)), (result.EnsureSuccess().Text, result.Output!.IsDegraded, result.Usage));
        Assert.Equal(["Hel", "lo"], (await host.EventsAsync(context)).OfType<AgentText>().Select(text => text.Text));
    }

    [Fact]
    public async Task Ask_ToolCallsInPieces_AreMadeAndTheirResultsSent()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.HasResults)
            {
                await request.TextAsync("done");
                await request.EndAsync();
                return;
            }

            await request.TextAsync("Let me see. ");
            await request.CallAsync(0, "a", "note", """{"text":"one"}""");
            await request.CallAsync(1, "b", "note", """{"text":"two"}""");
            await request.EndAsync("tool_calls");
        });
        await using var host = Host(service);

        Assert.Equal("done", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal(["alice: one", "alice: two"], _notes.Order(StringComparer.Ordinal));
        Assert.Contains("noted two", service.Bodies.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ArgumentsThatAreNoJson_AreToldToTheModel()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.Number == 1)
            {
                await request.CallAsync(0, "a", "note", """{"text":"one""");
                await request.EndAsync("tool_calls");
                return;
            }

            await request.TextAsync(request.Last);
            await request.EndAsync();
        });
        await using var host = Host(service);

        Assert.Equal("Error (invalid_arguments): The arguments are no JSON object.", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Ask_TooManyRequests_IsAskedAgainWhenTheServiceSaid()
    {
        await using var service = await StubService.StartAsync(request => request.Number == 1 ? request.RefuseAsync(429, "7") : AnswerAsync(request, "done"));
        await using var host = Host(service);
        var asked = host.AskAsync("hi");

        Assert.Equal(TimeSpan.FromSeconds(7), await host.PassDelayAsync());
        Assert.Equal("done", (await asked).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Ask_TooManyRequestsForLong_FailsAtOnceAndSaysWhen()
    {
        await using var service = await StubService.StartAsync(request => request.RefuseAsync(429, "120"));
        await using var host = Host(service);

        var result = await host.AskAsync("hi");

        Assert.Equal((ModelErrorCodes.ModelBusy, TimeSpan.FromMinutes(2)), (result.Error?.Code, result.Error?.RetryAfter));
        Assert.Single(service.Bodies);
    }

    [Theory]
    [InlineData(500, ModelErrorCodes.ModelUnavailable, 3)]
    [InlineData(401, ModelErrorCodes.ModelFailed, 1)]
    public async Task Ask_ServiceThatRefuses_FailsAndTellsNothingOfIt(int status, string code, int times)
    {
        await using var service = await StubService.StartAsync(request => request.RefuseAsync(status));
        await using var host = Host(service);
        var asked = host.AskAsync("hi");
        for (var i = 1; i < times; i++)
        {
            await host.PassDelayAsync();
        }

        var result = await asked;

        Assert.Equal((ExecutionStatus.Failed, code), (result.Status, result.Error?.Code));
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(times, service.Bodies.Count);
    }

    [Fact]
    public async Task Ask_ConnectionCutInMidStream_FailsAndWhatWasReceivedIsKept()
    {
        // What is on its way when a connection is cut may be lost: cut when it has arrived.
        var received = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync("Hel");
            await request.TextAsync("lo");
            await received.Task;
            request.Cut();
        });
        await using var host = Host(service);
        var context = ChatHost.Context();
        var asked = host.AskAsync("hi", context);
        await host.UntilAsync(context, item => item is AgentText { Text: "lo" });
        received.SetResult();

        var result = await asked;

        Assert.Equal((ExecutionStatus.Failed, ModelErrorCodes.ModelInterrupted), (result.Status, result.Error?.Code));
        Assert.Equal([("hi", HistoryTurnStatus.Completed), ("Hello", HistoryTurnStatus.Interrupted)], (await host.HistoryAsync()).Select(turn => (turn.Content.Text, turn.Status)));
    }

    [Fact]
    public async Task Ask_ConnectionCutBeforeAnything_IsAskedAgain()
    {
        await using var service = await StubService.StartAsync(request =>
        {
            if (request.Number > 1)
            {
                return AnswerAsync(request, "done");
            }

            request.Cut();
            return Task.CompletedTask;
        });
        await using var host = Host(service);
        var asked = host.AskAsync("hi");

        await host.PassDelayAsync();

        Assert.Equal("done", (await asked).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Ask_StreamThatEndsWithoutAnEnd_IsDegraded()
    {
        await using var service = await StubService.StartAsync(request => request.TextAsync("Hel"));
        await using var host = Host(service);

        var result = await host.AskAsync("hi");

        Assert.Equal(("Hel", true), (result.EnsureSuccess().Text, result.Output!.IsDegraded));
    }

    [Theory]
    [InlineData("text/event-stream", "data: {\"id\": nonsense\n\n")]
    [InlineData("text/html", "<html>secret</html>")]
    [InlineData("text/event-stream", "")]
    public async Task Ask_Garbage_Fails(string contentType, string text)
    {
        await using var service = await StubService.StartAsync(request => request.AnswerAsync(contentType, text));
        await using var host = Host(service, retries: 0);

        var result = await host.AskAsync("hi");

        Assert.Equal(ExecutionStatus.Failed, result.Status);
        Assert.True(result.Error!.Code is ModelErrorCodes.ModelFailed or AgentErrorCodes.NoOutput, result.Error.Code);
        Assert.DoesNotContain("secret", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_GarbageInMidStream_FailsAndWhatWasReceivedIsKept()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync("Hello");
            await request.LineAsync("{ nonsense");
        });
        await using var host = Host(service);

        Assert.Equal(ModelErrorCodes.ModelInterrupted, (await host.AskAsync("hi")).Error?.Code);
        Assert.Equal(["hi", "Hello"], (await host.HistoryAsync()).Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task Ask_SlowTokens_AreGivenUpAtTheModelsDeadline()
    {
        var said = new TaskCompletionSource();
        var aborted = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync("slow");
            await using var registration = request.Aborted.Register(aborted.SetResult);
            said.SetResult();
            await aborted.Task;
        });
        await using var host = Host(service);
        var context = ChatHost.Context();
        var asked = host.AskAsync("hi", context);
        await ChatHost.Within(said.Task);
        await host.UntilAsync(context, item => item is AgentText);

        host.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));

        Assert.Equal(ModelErrorCodes.ModelTimedOut, (await asked).Error?.Code);
        await ChatHost.Within(aborted.Task);
        Assert.Equal(["hi", "slow"], (await host.HistoryAsync()).Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task Cancel_InMidStream_TheRequestIsGivenUp()
    {
        var aborted = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async request =>
        {
            await using var registration = request.Aborted.Register(aborted.SetResult);
            await request.TextAsync("Hello");
            await aborted.Task;
        });
        await using var host = Host(service);
        var context = ChatHost.Context();
        var asked = host.AskAsync("hi", context);
        await host.UntilAsync(context, item => item is AgentText);

        await host.Core.CancelAsync(context, context.RunId, TestContext.Current.CancellationToken);

        Assert.Equal(ExecutionStatus.Cancelled, (await asked).Status);
        await ChatHost.Within(aborted.Task);
    }

    [Fact]
    public async Task Ask_TwoOwnersTheSameAtOnce_NoAnswerIsSharedAndOnesFaultIsNotTheOthers()
    {
        var received = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync($"answer {request.Number}");
            await received.Task;
            if (request.Number == 1)
            {
                request.Cut();
            }
            else
            {
                await request.EndAsync();
            }
        });
        await using var host = Host(service);

        var contexts = new[] { ChatHost.Context(), ChatHost.Context("bob") };
        var asked = contexts.Select(context => host.AskAsync("same", context)).ToArray();
        foreach (var context in contexts)
        {
            await host.UntilAsync(context, item => item is AgentText);
        }

        received.SetResult();
        var results = await Task.WhenAll(asked);

        Assert.Equal("answer 2", Assert.Single(results, result => result.Succeeded).EnsureSuccess().Text);
        Assert.Equal(ModelErrorCodes.ModelInterrupted, Assert.Single(results, result => !result.Succeeded).Error?.Code);
    }

    [Fact]
    public async Task Ask_TwoOwnersTheSameAtOnce_OneCancelsAndTheOtherDoesNotNotice()
    {
        var aborted = new TaskCompletionSource();
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.TextAsync("answer");
            if (request.Number == 1)
            {
                await using var registration = request.Aborted.Register(aborted.SetResult);
                await aborted.Task;
                return;
            }

            await aborted.Task;
            await request.TextAsync(" to the end");
            await request.EndAsync();
        });
        await using var host = Host(service);
        var (alice, bob) = (ChatHost.Context(), ChatHost.Context("bob"));
        var alices = host.AskAsync("same", alice);
        await host.UntilAsync(alice, item => item is AgentText);
        var bobs = host.AskAsync("same", bob);
        await host.UntilAsync(bob, item => item is AgentText);

        await host.Core.CancelAsync(alice, alice.RunId, TestContext.Current.CancellationToken);

        Assert.Equal(ExecutionStatus.Cancelled, (await alices).Status);
        Assert.Equal("answer to the end", (await bobs).EnsureSuccess().Text);
        Assert.Equal(["same", "answer to the end"], (await host.HistoryAsync("bob")).Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task Ask_WhatTheServiceSees_NamesNoOwner()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.HasResults)
            {
                await AnswerAsync(request, "done");
                return;
            }

            await request.CallAsync(0, "a", "note", """{"text":"one"}""");
            await request.EndAsync("tool_calls");
        });
        await using var host = Host(service);
        var context = UserExecutionContext.FromRequest(
            new Owner(new TenantId("tenant-whom-nobody-names"), new UserId("owner-whom-nobody-names")), new ThreadId("thread-that-nobody-names"), Grants.Of(ChatHost.Permission, "grant-that-nobody-names"));

        (await host.AskAsync("hi", context)).EnsureSuccess();

        var executions = (await host.EventsAsync(context)).Select(item => item.ExecutionId.ToString());
        Assert.Equal(2, service.Arrived.Count);
        foreach (var word in executions.Concat(["nobody-names", "netra", $"{context.RunId}", $"{context.RequestId}", $"{context.CorrelationId}"]))
        {
            Assert.All(service.Arrived, arrived => Assert.DoesNotContain(word, arrived, StringComparison.OrdinalIgnoreCase));
        }
    }

    private ChatHost Host(StubService service, int retries = 2) => OpenAIHosts.WithNotes(service, _notes, chat => chat.MaxRetries = retries);

    private static async Task AnswerAsync(StubRequest request, string text)
    {
        await request.TextAsync(text);
        await request.EndAsync();
    }
}
