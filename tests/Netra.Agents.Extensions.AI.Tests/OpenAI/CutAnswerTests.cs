using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

/// <summary>Answers that were cut, refused or mixed on their way: nothing is done that the model didn't ask for.</summary>
public sealed class CutAnswerTests
{
    private readonly ConcurrentQueue<string> _notes = [];

    [Theory]
    [InlineData(null)]
    [InlineData("length")]
    public async Task Ask_CallCutBeforeItsArguments_IsNotMade(string? reason)
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.HasResults)
            {
                await request.TextAsync(request.Last);
                await request.EndAsync();
                return;
            }

            await request.BeginCallAsync(0, "a", "wipe");
            if (reason is not null)
            {
                await request.EndAsync(reason);
            }
        });
        var wiped = 0;
        await using var host = OpenAIHosts.WithNotes(service, _notes, register: builder => builder.AddTool(
            new ToolDefinition("wipe", "Wipes what the filter names, or all.") { RequiredPermission = ChatHost.Permission }, (_, _) => new($"wiped {++wiped}")));

        var result = await host.AskAsync("hi");

        Assert.Equal("Error (invalid_arguments): The arguments are no JSON object.", result.EnsureSuccess().Text);
        Assert.Equal(0, wiped);

        // Some services refuse a conversation in which the arguments of a call are no object.
        Assert.Contains("""{"name":"wipe","arguments":"{}"}""", service.Bodies.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CallsWhosePiecesAreMixed_AreEachMadeWhole()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.HasResults)
            {
                await request.TextAsync("done");
                await request.EndAsync();
                return;
            }

            await request.BeginCallAsync(0, "a", "note");
            await request.BeginCallAsync(1, "b", "note");
            await request.ArgumentsAsync(1, """{"text":""");
            await request.ArgumentsAsync(0, """{"text":"one"}""");
            await request.ArgumentsAsync(1, "\"two\"}");
            await request.EndAsync("tool_calls");
        });
        await using var host = OpenAIHosts.WithNotes(service, _notes);

        Assert.Equal("done", (await host.AskAsync("hi")).EnsureSuccess().Text);
        Assert.Equal(["alice: one", "alice: two"], _notes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ask_CutBetweenTwoCalls_NeitherIsMade()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.CallAsync(0, "a", "note", """{"text":"one"}""");
            await request.BeginCallAsync(1, "b", "note");
            request.Cut();
        });
        await using var host = OpenAIHosts.WithNotes(service, _notes, chat => chat.MaxRetries = 0);

        Assert.Equal(ExecutionStatus.Failed, (await host.AskAsync("hi")).Status);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Ask_CutAfterAPieceWithoutText_IsAskedAgain()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            if (request.Number == 1)
            {
                await request.TextAsync("");
                request.Cut();
                return;
            }

            await request.TextAsync("done");
            await request.EndAsync();
        });
        await using var host = OpenAIHosts.WithNotes(service, _notes);
        var asked = host.AskAsync("hi");

        await host.PassDelayAsync();

        Assert.Equal("done", (await asked).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Ask_Refusal_IsNoAnswer()
    {
        await using var service = await StubService.StartAsync(async request =>
        {
            await request.RefusalAsync("I won't ");
            await request.RefusalAsync("do that.");
            await request.EndAsync();
        });
        await using var host = OpenAIHosts.WithNotes(service, _notes);

        // The package keeps the words of a refusal to itself.
        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.NoOutput), (await host.AskAsync("hi")) is var result ? (result.Status, result.Error?.Code) : default);
    }
}
