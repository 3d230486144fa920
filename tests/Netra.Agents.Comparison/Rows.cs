using Microsoft.Agents.AI.Workflows;
using Netra.Agents.Benchmarks;

namespace Netra.Agents.Comparison;

internal static class Rows
{
    internal static IReadOnlyList<Row> All(OurLanes ours, HandWritten floor, AgentFrameworkLanes framework, OtherLanes others, OrleansLanes? orleans)
    {
        var stub = new StubClient();
        var yields = new StubClient(StubWaits.YieldAsync);
        return
        [
            new(
                "one run", Lane("hand-written run", 50_000, async () => await floor.RunAsync(async (_, token) => (await stub.GetResponseAsync([], null, token)).Text)),
                Lane("netra: one run", 50_000, () => ours.RunAsync("chat")), Lane("maf: one run", 30_000, framework.RunAsync),
                [Lane("stub alone", 50_000, others.StubAsync), Lane("semantic kernel: a function", 30_000, others.KernelAsync), Lane("polly: a timeout", 50_000, others.PollyAsync), .. Local(orleans, grain => Lane("orleans: a local grain", 20_000, grain.RunAsync))], 0.35),
            new(
                "one run that suspends, 64 workers", Workers("hand-written run, suspends", async () => await floor.RunAsync(async (_, token) => (await yields.GetResponseAsync([], null, token)).Text)),
                Workers("netra: suspends", () => ours.RunAsync("chat-yields")), Workers("maf: suspends", framework.SuspendAsync), [.. Local(orleans, grain => Workers("orleans: local grains, suspend", grain.SuspendAsync))], 0.4),
            new("20 streamed tokens", null, Lane("netra: streams", 10_000, ours.StreamAsync), Lane("maf: streams", 5_000, framework.StreamAsync), [], 0.22),
            new(
                "tool round (model, tool, model)", null, Lane("netra: tool round", 20_000, () => ours.RunAsync("tool-round")), Lane("maf: tool round", 10_000, framework.ToolRoundAsync),
                [Lane("function-invoking chat client", 10_000, others.ToolRoundAsync), Lane("an AIFunction alone", 50_000, others.InvokeToolAsync)], 0.45),
            new(
                "3 steps in a workflow", null, Lane("netra: 3 functions", 20_000, () => ours.RunWorkflowAsync("three-functions")),
                Lane("maf: 3 functions, lockstep", 1_000, () => framework.ThreeStepsAsync(InProcessExecution.Lockstep)),
                [Lane("maf: 3 functions, default", 1_000, () => framework.ThreeStepsAsync(InProcessExecution.Default))], 0.06),
            new(
                "3 chat agents in a workflow", null, Lane("netra: 3 chat agents", 10_000, () => ours.RunWorkflowAsync("three-chats")), Lane("maf: 3 chat agents by hand", 10_000, framework.ThreeByHandAsync),
                [Lane("maf: 3 chat agents, lockstep", 300, () => framework.ThreeChatsAsync(InProcessExecution.Lockstep))], 0.5),
            new(
                "fan out 10 and in", null, Lane("netra: fan out", 10_000, () => ours.RunWorkflowAsync("fan-out")),
                Lane("maf: fan out, lockstep", 300, () => framework.FanOutAsync(InProcessExecution.Lockstep)), [], 0.06),
            new(
                "10,000 in flight for 50 ms", Flight("bare tasks", async () => await StubWaits.DelayAsync()), Flight("netra: in flight", () => ours.RunAsync("chat-waits")),
                Flight("maf: in flight", framework.WaitAsync), [], null),
        ];
    }

    private static Lane[] Local(OrleansLanes? orleans, Func<OrleansLanes, Lane> lane) => orleans is null ? [] : [lane(orleans)];

    private static Lane Lane(string name, int operations, Func<Task> operation) => new(name, null, operations, async count =>
    {
        for (var i = 0; i < count; i++)
        {
            await operation();
        }
    });

    private static Lane Workers(string name, Func<Task> operation) => new(name, null, 64_000, count => Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
    {
        for (var i = 0; i < count / 64; i++)
        {
            await operation();
        }
    }))));

    private static Lane Flight(string name, Func<Task> operation) => new(name, null, 10_000, count => Task.WhenAll(Enumerable.Range(0, count).Select(_ => operation())));
}
