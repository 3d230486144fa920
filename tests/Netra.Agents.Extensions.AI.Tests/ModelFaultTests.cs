using System.Net;
using Microsoft.Extensions.AI;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class ModelFaultTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Ask_TransientFaultBeforeAnything_IsAskedAgain()
    {
        var model = Failing(times: 2, new HttpRequestException("secret", null, HttpStatusCode.ServiceUnavailable));
        await using var host = new ChatHost(model);

        var asked = host.AskAsync("hi");
        await host.PassDelayAsync();
        await host.PassDelayAsync();

        Assert.Equal("done", (await asked).EnsureSuccess().Text);
        Assert.Equal(3, model.Questions.Count);
    }

    [Fact]
    public async Task Ask_TransientFaultTooOften_FailsWithItsCode()
    {
        var model = Failing(times: 3, new HttpRequestException("secret", null, HttpStatusCode.TooManyRequests));
        await using var host = new ChatHost(model);

        var asked = host.AskAsync("hi");
        await host.PassDelayAsync();
        await host.PassDelayAsync();
        var result = await asked;

        Assert.Equal((ExecutionStatus.Failed, ModelErrorCodes.ModelBusy), (result.Status, result.Error?.Code));
        Assert.Equal(3, model.Questions.Count);
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Ask_FaultThatStays_IsNotAskedAgain(HttpStatusCode status)
    {
        var model = Failing(times: 1, new HttpRequestException("secret", null, status));
        await using var host = new ChatHost(model);

        Assert.Equal(ModelErrorCodes.ModelFailed, (await host.AskAsync("hi")).Error?.Code);
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_TransientFaultAfterAPieceWithoutText_IsAskedAgain()
    {
        await using var host = new ChatHost(new PlayedModel(question => question.Number == 1 ? InOrder([Text("")], new IOException()) : InOrder([Text("yes"), End()])));
        var asked = host.AskAsync("hi");

        await host.PassDelayAsync();

        Assert.Equal("yes", (await asked).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Ask_TransientFaultAfterAPiece_IsNotAskedAgain()
    {
        var model = new PlayedModel(_ => InOrder([Text("Hel")], new IOException()));
        await using var host = new ChatHost(model);

        Assert.Equal(ModelErrorCodes.ModelInterrupted, (await host.AskAsync("hi")).Error?.Code);
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_ServiceThatSaysWhen_IsLeftAloneForThatLong()
    {
        var model = Failing(times: 1, new InvalidOperationException());
        await using var host = new ChatHost(model, chat => chat.FaultOf = _ => new ModelFault("busy", "Busy.") { IsTransient = true, RetryAfter = TimeSpan.FromSeconds(20) });
        var asked = host.AskAsync("hi");

        Assert.Equal(TimeSpan.FromSeconds(20), await host.PassDelayAsync());
        Assert.True((await asked).Succeeded);
    }

    [Fact]
    public async Task Ask_ServiceThatWantsTooLong_FailsAtOnceAndSaysWhen()
    {
        var model = Failing(times: 1, new InvalidOperationException());
        await using var host = new ChatHost(model, chat => chat.FaultOf = _ => new ModelFault("busy", "Busy.") { IsTransient = true, RetryAfter = Minute });

        var result = await host.AskAsync("hi");

        Assert.Equal(("busy", Minute), (result.Error?.Code, result.Error?.RetryAfter));
    }

    [Fact]
    public async Task Ask_WithoutRetries_IsAskedOnce()
    {
        var model = Failing(times: 1, new TimeoutException());
        await using var host = new ChatHost(model, chat => chat.MaxRetries = 0);

        Assert.Equal(ModelErrorCodes.ModelUnavailable, (await host.AskAsync("hi")).Error?.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_ModelThatHangs_IsGivenUpAtItsDeadlineThoughItIgnoresItsToken(bool heedsToken)
    {
        var reached = new TaskCompletionSource();
        await using var host = new ChatHost(new PlayedModel(question => ThenHangs(reached, heedsToken, [Text("Hel")], question.CancellationToken)), chat => chat.ModelTimeout = Minute);
        var asked = host.AskAsync("hi");
        await ChatHost.Within(reached.Task);

        host.Advance(Minute + TimeSpan.FromSeconds(1));

        Assert.Equal((ExecutionStatus.Failed, ModelErrorCodes.ModelTimedOut), ((await asked).Status, (await asked).Error?.Code));
        Assert.Equal(["hi", "Hel"], (await host.HistoryAsync()).Select(turn => turn.Content.Text));
    }

    [Fact]
    public async Task Ask_ModelThatTakesItsTime_IsNotTakenForDead()
    {
        var reached = new TaskCompletionSource();
        await using var host = new ChatHost(
            new PlayedModel(question => ThenHangs(reached, heedsToken: true, [], question.CancellationToken)), chat => chat.ModelTimeout = TimeSpan.FromMinutes(4),
            options: options => options.Timeouts = options.Timeouts with { Idle = TimeSpan.FromSeconds(5) });
        var asked = host.AskAsync("hi");
        await ChatHost.Within(reached.Task);

        host.Advance(Minute);

        Assert.False(asked.IsCompleted);
    }

    [Fact]
    public async Task Cancel_WhileItWaitsToAskAgain_EndsAsCancelled()
    {
        var failed = new TaskCompletionSource();
        var model = new PlayedModel(_ =>
        {
            failed.TrySetResult();
            return InOrder([], new TimeoutException());
        });
        await using var host = new ChatHost(model);
        var context = ChatHost.Context();
        var asked = host.AskAsync("hi", context);
        await ChatHost.Within(failed.Task);

        await host.Core.CancelAsync(context, context.RunId, TestContext.Current.CancellationToken);

        Assert.Equal(ExecutionStatus.Cancelled, (await asked).Status);
        Assert.Single(model.Questions);
    }

    [Fact]
    public async Task Ask_ErrorInTheStream_IsAFault()
    {
        await using var host = new ChatHost(new PlayedModel(_ => [Text("Hel"), Of(new ErrorContent("secret")), Text("lo"), End()]));

        var result = await host.AskAsync("hi");

        Assert.Equal(ModelErrorCodes.ModelInterrupted, result.Error?.Code);
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ClientsOwnTimeLimit_IsNoCancellation()
    {
        await using var host = new ChatHost(new PlayedModel(_ => InOrder([], new TaskCanceledException())), chat => chat.MaxRetries = 0);

        Assert.Equal((ExecutionStatus.Failed, ModelErrorCodes.ModelTimedOut), ((await host.AskAsync("hi")) is var result ? result.Status : default, result.Error?.Code));
    }

    [Fact]
    public async Task Ask_TwoOwnersAtOnce_OneFailsAndOneIsCancelledAndTheThirdDoesNotNotice()
    {
        var reached = new TaskCompletionSource();
        await using var host = new ChatHost(null, chat => chat.ClientFor = execution => new PlayedModel(question => execution.Context.UserId.Value switch
        {
            "fails" => InOrder([Text("of fails")], new IOException()),
            "hangs" => ThenHangs(reached, heedsToken: true, [Text("of hangs")], question.CancellationToken),
            _ => After(reached.Task, [Text("of works"), End()]),
        }));
        var hanging = ChatHost.Context("hangs");
        var hangs = host.AskAsync("same", hanging);
        var fails = host.AskAsync("same", ChatHost.Context("fails"));
        var works = host.AskAsync("same", ChatHost.Context("works"));
        await ChatHost.Within(reached.Task);

        await host.Core.CancelAsync(hanging, hanging.RunId, TestContext.Current.CancellationToken);

        Assert.Equal((ExecutionStatus.Cancelled, ExecutionStatus.Failed), ((await hangs).Status, (await fails).Status));
        Assert.Equal("of works", (await works).EnsureSuccess().Text);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> After(Task task, ChatResponseUpdate[] updates)
    {
        await task;
        foreach (var update in updates)
        {
            yield return update;
        }
    }

    private static PlayedModel Failing(int times, Exception exception) => new(question => question.Number <= times ? InOrder([], exception) : InOrder([Text("done"), End()]));
}
