using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;
using Netra.Agents.Tests.Tools;

namespace Netra.Agents.Tests.Scheduling;

public sealed class SlotTests
{
    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task ExecuteAsync_NoSlotLeft_WaitsForOne(int all, int ofAnOwner)
    {
        await using var bench = new Bench(scheduling => (scheduling.MaxRuns, scheduling.MaxRunsPerOwner) = (all, ofAnOwner));
        var contexts = Enumerable.Range(0, 4).Select(_ => Bench.Context()).ToList();
        var runs = contexts.Select((context, i) => bench.Begin($"{i}", context)).ToList();
        await bench.AtWorkAsync(contexts[0]);
        await bench.AtWorkAsync(contexts[1]);
        Assert.Equal(2, bench.Began.Count);

        await bench.AssertEndsAsync(runs[1], "1");
        await bench.AtWorkAsync(contexts[2]);
        Assert.Equal("2", bench.Began[2]);
        await bench.AssertEndsAsync(runs[0], "0");
        await bench.AssertEndsAsync(runs[3], "3");
        await bench.AssertEndsAsync(runs[2], "2");
    }

    [Fact]
    public async Task ExecuteAsync_OwnerAtItsLimit_KeepsNobodyElseWaiting()
    {
        await using var bench = new Bench(scheduling => scheduling.MaxRunsPerOwner = 1);
        Task<AgentExecutionResult>[] runs = [bench.Begin("a1", Bench.Context("alice")), bench.Begin("a2", Bench.Context("alice"))];

        await bench.AssertEndsAsync(bench.Begin("b1", Bench.Context("bob")), "b1");

        await bench.AssertEndsAsync(runs[0], "a1");
        await bench.AssertEndsAsync(runs[1], "a2");
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task ExecuteAsync_TooManyWait_IsRejectedWithAHintAndTheContextCanBeUsedAgain(int all, int ofAnOwner)
    {
        await using var bench = new Bench(scheduling => (scheduling.MaxRuns, scheduling.MaxWaitingRuns, scheduling.MaxWaitingRunsPerOwner) = (1, all, ofAnOwner));
        var runs = Enumerable.Range(0, 3).Select(i => bench.Begin($"{i}", Bench.Context())).ToList();
        var context = Bench.Context();

        var refused = await bench.Begin("late", context).Soon();

        Assert.Equal((ExecutionStatus.Rejected, "queue_full"), (refused.Status, refused.Error?.Code));
        Assert.InRange(refused.Error!.RetryAfter!.Value, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        for (var i = 0; i < 3; i++)
        {
            await bench.AssertEndsAsync(runs[i], $"{i}");
        }

        await bench.AssertEndsAsync(bench.Begin("late", context), "late");
    }

    [Fact]
    public async Task ExecuteAsync_QueueOfOneOwnerIsFull_OthersMayWait()
    {
        await using var bench = new Bench(scheduling => (scheduling.MaxRuns, scheduling.MaxWaitingRunsPerOwner) = (1, 1));
        Task<AgentExecutionResult>[] runs = [bench.Begin("a1", Bench.Context("alice")), bench.Begin("a2", Bench.Context("alice")), bench.Begin("b1", Bench.Context("bob"))];
        Assert.Equal("queue_full", (await bench.Begin("a3", Bench.Context("alice")).Soon()).Error?.Code);
        await bench.AssertEndsAsync(runs[0], "a1");
        await bench.AssertEndsAsync(runs[1], "a2");
        await bench.AssertEndsAsync(runs[2], "b1");
    }

    [Fact]
    public async Task ExecuteAsync_OwnersInLine_AreServedByTheirWeights()
    {
        await using var bench = new Bench(scheduling =>
        {
            scheduling.MaxRuns = 1;
            scheduling.ClassOf = owner => new OwnerClass("any") { Weight = owner.UserId.Value == "gold" ? 3 : 1 };
        });
        var first = bench.Begin("first", Bench.Context("other"));
        var runs = new List<Task<AgentExecutionResult>>();
        foreach (var user in (string[])["flood", "gold", "plain"])
        {
            runs.AddRange(Enumerable.Range(0, 4).Select(i => bench.Begin($"{user}{i}", Bench.Context(user))));
        }

        foreach (var user in (string[])["flood", "gold", "plain"])
        {
            Enumerable.Range(0, 4).ToList().ForEach(i => bench.Finish($"{user}{i}"));
        }

        await bench.AssertEndsAsync(first, "first");
        await Task.WhenAll(runs).Soon();
        Assert.Equal(
            ["first", "flood0", "gold0", "gold1", "gold2", "plain0", "flood1", "gold3", "plain1", "flood2", "plain2", "flood3", "plain3"], bench.Began);
    }

    [Fact]
    public async Task ExecuteAsync_ClassOfAnOwner_LimitsItsRuns()
    {
        await using var bench = new Bench(scheduling => scheduling.ClassOf = owner =>
            owner.UserId.Value == "alice" ? new OwnerClass("trial") { MaxRuns = 1, MaxWaitingRuns = 0 } : throw new InvalidOperationException("The host's fault."));
        var running = bench.Begin("1", Bench.Context());
        Assert.Equal("queue_full", (await bench.Begin("2", Bench.Context()).Soon()).Error?.Code);
        await bench.AssertEndsAsync(bench.Begin("b", Bench.Context("bob")), "b");
        await bench.AssertEndsAsync(running, "1");
    }

    [Fact]
    public async Task CallAgentAsync_WithOneSlotInAll_DoesNotWaitForItsOwn()
    {
        await using var bench = new Bench(
            scheduling => (scheduling.MaxRuns, scheduling.MaxRunsPerOwner) = (1, 1),
            builder => builder.AddAgent("nests", async (execution, cancellationToken) => execution.Context.OperationDepth == 5
                ? AgentOutput.FromText("deep")
                : (await execution.CallAgentAsync("nests", "", cancellationToken)).EnsureSuccess()));

        Assert.Equal("deep", (await bench.Host.Core.ExecuteAsync("nests", Bench.Context(), "").AsTask().Soon()).EnsureSuccess().Text);
    }

    [Fact]
    public async Task DispatchAsync_WhileAPersonIsAsked_HoldsNoSlotAndGoesOnWhenItHasOneAgain()
    {
        await using var bench = new Bench(scheduling => scheduling.MaxRuns = 1, builder => builder
            .AddTool("buy", "Buys.", () => "bought", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(TimeSpan.FromHours(1)))
            .AddAgent("buys", async (execution, cancellationToken) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("buy", default(ContextValue), cancellationToken)).EnsureSuccess())));
        var buyer = Bench.Context();
        var buying = bench.Host.Core.ExecuteAsync("buys", buyer, "").AsTask();
        var asked = await ApprovalHost.AskedAsync(bench.Host, buyer);

        var (beside, last) = (Bench.Context("bob"), Bench.Context("bob"));
        var running = bench.Begin("beside", beside);
        await bench.AtWorkAsync(beside);
        var waiting = bench.Begin("last", last);
        Assert.True(await bench.Host.Approvals.AnswerAsync(buyer, asked.ApprovalId, true));
        Assert.DoesNotContain(bench.Host.Log(buyer), item => item is ToolExecuting);

        await bench.AssertEndsAsync(running, "beside");
        bench.Finish("last");
        Assert.Equal("bought", (await buying.Soon()).EnsureSuccess().Text);
        await waiting.Soon();
    }

    [Fact]
    public async Task CancelAsync_RunThatWaitsForItsSlotBack_EndsAndGivesNothingTwice()
    {
        await using var bench = new Bench(scheduling => scheduling.MaxRuns = 1, builder => builder
            .AddTool("buy", "Buys.", () => "bought", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(TimeSpan.FromHours(1)))
            .AddAgent("buys", async (execution, cancellationToken) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("buy", default(ContextValue), cancellationToken)).EnsureSuccess())));
        var buyer = Bench.Context();
        var buying = bench.Host.Core.ExecuteAsync("buys", buyer, "").AsTask();
        var asked = await ApprovalHost.AskedAsync(bench.Host, buyer);
        var beside = Bench.Context("bob");
        var running = bench.Begin("beside", beside);
        await bench.AtWorkAsync(beside);
        Assert.True(await bench.Host.Approvals.AnswerAsync(buyer, asked.ApprovalId, true));

        Assert.True(await bench.Host.Core.CancelAsync(buyer, buyer.RunId));
        Assert.Equal(ExecutionStatus.Cancelled, (await buying.Soon()).Status);

        // One slot, not two: of the next two runs one waits.
        await bench.AssertEndsAsync(running, "beside");
        var (first, second) = (Bench.Context("carol"), Bench.Context("dave"));
        Task<AgentExecutionResult>[] runs = [bench.Begin("c", first), bench.Begin("d", second)];
        await bench.AtWorkAsync(first);
        Assert.Equal(["beside", "c"], bench.Began);
        await bench.AssertEndsAsync(runs[0], "c");
        await bench.AssertEndsAsync(runs[1], "d");
    }

    [Fact]
    public async Task ResumeAsync_SuspendedWorkflow_HeldNoSlotAndItsAnswerIsKeptWhenTooManyWait()
    {
        await using var bench = new Bench(
            scheduling => (scheduling.MaxRuns, scheduling.MaxWaitingRuns) = (1, 1), builder => builder.AddWorkflow("asks", workflow => workflow.Wait("answer")));
        var context = Bench.Context();
        var suspended = await bench.Host.Workflows.ExecuteAsync("asks", context, "?").AsTask().Soon();
        Task<AgentExecutionResult>[] runs = [bench.Begin("1", Bench.Context("bob")), bench.Begin("2", Bench.Context("bob"))];

        var refused = await bench.Host.Workflows.ResumeAsync(context, context.RunId, suspended.Waits[0].WaitId, "yes").AsTask().Soon();

        Assert.Equal("queue_full", refused.Error?.Code);
        Assert.NotNull(refused.Error!.RetryAfter);
        await bench.AssertEndsAsync(runs[0], "1");
        await bench.AssertEndsAsync(runs[1], "2");
        Assert.Equal("yes", (await bench.Host.Workflows.ResumeAsync(context, context.RunId).AsTask().Soon()).EnsureSuccess().Text);
    }

    [Fact]
    public async Task ResumeAsync_NoSlot_WaitsAndGoesOn()
    {
        await using var bench = new Bench(scheduling => scheduling.MaxRuns = 1, builder => builder.AddWorkflow("asks", workflow => workflow.Wait("answer")));
        var context = Bench.Context();
        var suspended = await bench.Host.Workflows.ExecuteAsync("asks", context, "?").AsTask().Soon();
        var running = bench.Begin("1", Bench.Context("bob"));

        var resuming = bench.Host.Workflows.ResumeAsync(context, context.RunId, suspended.Waits[0].WaitId, "yes").AsTask();

        await bench.AssertEndsAsync(running, "1");
        Assert.Equal("yes", (await resuming.Soon()).EnsureSuccess().Text);
    }
}
