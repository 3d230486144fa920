using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class NetraAIAgentStreamTests
{
    private static readonly Owner Alice = new(new UserId("alice"));

    [Fact]
    public async Task RunStreamingAsync_PiecesOfTheAnswer_ComeAsTheyAreSaid()
    {
        var goOn = new Signal();
        await using var rig = new Rig(builder => builder.AddAgent("says", async (AgentExecution execution, CancellationToken _) =>
        {
            execution.Events.Thinking("Hm.");
            execution.Events.Text("Hello, ");
            await goOn.Task;
            execution.Events.Text("world");
            return AgentOutput.FromText("Hello, world!") with { Usage = new TokenUsage(1, 2) };
        }));
        var updates = new List<AgentResponseUpdate>();

        await foreach (var update in rig.Core.AsAIAgent("says", Alice).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
        {
            updates.Add(update);
            if (update.Text == "Hello, ")
            {
                // The agent waits for this: it was heard before it had ended.
                goOn.Set();
            }
        }

        Assert.Equal(["", "Hello, ", "world", "!"], updates.Select(update => update.Text));
        Assert.Equal("Hm.", Assert.IsType<TextReasoningContent>(updates[0].Contents.Single()).Text);
        Assert.All(updates, update => Assert.Equal((ChatRole.Assistant, "says", "says"), (update.Role!.Value, update.AuthorName, update.AgentId)));
        Assert.All(updates, update => Assert.True(update.AdditionalProperties is null && update.RawRepresentation is null));
        var response = updates.ToAgentResponse();
        Assert.Equal(("Hello, world!", 3, ChatFinishReason.Stop), (response.Text, response.Usage!.TotalTokenCount, response.FinishReason));
        Assert.Single(response.Messages);
    }

    [Fact]
    public async Task RunStreamingAsync_NoPieces_GivesTheWholeAnswer() =>
        Assert.Equal(["42"], (await StreamedAsync(_ => { }, AgentOutput.FromValue(42))).Select(update => update.Text));

    [Fact]
    public async Task RunStreamingAsync_PiecesAreNotTheBeginningOfTheAnswer_GivesTheAnswerAsItsOwnMessage()
    {
        var response = (await StreamedAsync(execution => execution.Events.Text("I am looking."), AgentOutput.FromText("Found."))).ToAgentResponse();

        Assert.Equal(["I am looking.", "Found."], response.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task RunStreamingAsync_Fallback_IsMarked()
    {
        var updates = await StreamedAsync(_ => { }, AgentOutput.FromText("Try later.") with { IsDegraded = true });

        Assert.Equal("degraded", updates.SelectMany(update => update.Contents).OfType<ErrorContent>().Single().ErrorCode);
        Assert.Equal("Try later.", updates.ToAgentResponse().Text);
    }

    [Fact]
    public async Task RunStreamingAsync_AgentCallsOthersAndTools_OnlyItselfIsHeard()
    {
        await using var rig = new Rig(builder => builder
            .AddAgent("child", (AgentExecution execution, CancellationToken _) =>
            {
                execution.Events.Text("of the child");
                return AgentOutput.FromText("of the child");
            })
            .AddTool("look", "Looks.", () => "secret", tool => tool.RequirePermission("look"))
            .AddAgent("parent", async (AgentExecution execution, CancellationToken cancellationToken) =>
            {
                (await execution.CallAgentAsync("child", "hi", cancellationToken)).EnsureSuccess();
                Assert.True((await execution.Tools.DispatchAsync("look", ContextValue.Map(), cancellationToken)).Succeeded);
                return AgentOutput.FromText("of the parent");
            }));

        var updates = await rig.Core.AsAIAgent("parent", Alice, Grants.Of("look")).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("of the parent", Assert.IsType<TextContent>(Assert.Single(Assert.Single(updates.Messages).Contents)).Text);
    }

    [Fact]
    public async Task RunStreamingAsync_CallerCancels_EndsTheRun()
    {
        var (began, ended) = (new Signal(), new Signal());
        await using var rig = Hanging(began, ended);
        using var cancellation = new CancellationTokenSource();
        var updates = rig.Core.AsAIAgent("hangs", Alice).RunStreamingAsync("hi", cancellationToken: cancellation.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await updates.MoveNextAsync());
        var next = updates.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rig.Within(next));
        await updates.DisposeAsync();
        await ended.Task;
        Assert.Equal((ExecutionStatus.Cancelled, AgentErrorCodes.CallerCancelled), Outcome(rig));
    }

    [Fact]
    public async Task RunStreamingAsync_CallerLeaves_EndsTheRun()
    {
        var (began, ended) = (new Signal(), new Signal());
        await using var rig = Hanging(began, ended);

        await foreach (var update in rig.Core.AsAIAgent("hangs", Alice).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal("begun", update.Text);
            break;
        }

        Assert.Equal((ExecutionStatus.Cancelled, AgentErrorCodes.CallerCancelled), Outcome(rig));
        await ended.Task;
    }

    [Fact]
    public async Task RunStreamingAsync_RunCancelledByTheHost_IsNoCancellationOfTheCaller()
    {
        var (began, ended) = (new Signal(), new Signal());
        await using var rig = Hanging(began, ended);
        var running = rig.Core.AsAIAgent("hangs", Alice).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken);
        await began.Task;

        var context = UserExecutionContext.FromRequest(Alice, ThreadId.New());
        var run = Assert.Single(rig.Services.GetRequiredService<IRunRegistry>().List(context));
        Assert.True(await rig.Core.CancelAsync(context, run.RunId, TestContext.Current.CancellationToken));

        Assert.Equal(AgentErrorCodes.RunCancelled, (await Assert.ThrowsAsync<AgentExecutionException>(() => Rig.Within(running))).Result!.Error!.Code);
    }

    [Fact]
    public async Task RunStreamingAsync_RunIsNotRetainedAnyMore_GivesTheAnswer()
    {
        await using var rig = new Rig(builder => builder.AddAgent("says", (AgentExecution _, CancellationToken _) => AgentOutput.FromText("done")));
        IAgentExecutionCore core = new ForgetfulCore(rig.Core);

        var response = await Rig.Within(core.AsAIAgent("says", Alice).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken).ToAgentResponseAsync(TestContext.Current.CancellationToken));

        Assert.Equal("done", response.Text);
    }

    [Fact]
    public async Task RunStreamingAsync_PiecesFellOutOfRetention_GivesTheWholeAnswerAfterThem()
    {
        var goOn = new Signal();
        await using var rig = new Rig(
            builder => builder.AddAgent("says", async (AgentExecution execution, CancellationToken _) =>
            {
                await goOn.Task;
                for (var i = 0; i < 200; i++)
                {
                    execution.Events.Text($"{i} ");
                    execution.Events.Thinking("Hm.");
                }

                return AgentOutput.FromText(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} ")));
            }),
            options => options.RetainedEventsPerRun = 16);
        var updates = rig.Core.AsAIAgent("says", Alice).RunStreamingAsync("hi", cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = updates.MoveNextAsync();
        goOn.Set();
        var read = new List<AgentResponseUpdate>();
        while (await next)
        {
            read.Add(updates.Current);
            next = updates.MoveNextAsync();
        }

        Assert.EndsWith("198 199 ", read[^1].Text, StringComparison.Ordinal);
        Assert.EndsWith(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i} ")), string.Concat(read.Select(update => update.Text)), StringComparison.Ordinal);
    }

    private static Rig Hanging(Signal began, Signal ended) => new(builder => builder.AddAgent("hangs", async (AgentExecution execution, CancellationToken cancellationToken) =>
    {
        execution.Events.Text("begun");
        began.Set();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            ended.Set();
        }

        return AgentOutput.FromText("never");
    }));

    private static (ExecutionStatus?, string?) Outcome(Rig rig)
    {
        var run = Assert.Single(rig.Services.GetRequiredService<IRunRegistry>().List(UserExecutionContext.FromRequest(Alice, ThreadId.New())));
        return (run.Status, run.ErrorCode);
    }

    private static async Task<List<AgentResponseUpdate>> StreamedAsync(Action<AgentExecution> says, AgentOutput output)
    {
        await using var rig = new Rig(builder => builder.AddAgent("says", (AgentExecution execution, CancellationToken _) =>
        {
            says(execution);
            return output;
        }));
        var updates = new List<AgentResponseUpdate>();
        await foreach (var update in rig.Core.AsAIAgent("says", Alice).RunStreamingAsync("hi"))
        {
            updates.Add(update);
        }

        return updates;
    }
}
