using System.Threading.Channels;

namespace Netra.Agents.Benchmarks;

internal static class Lanes
{
    internal const string AuditAppend = "audit append, one thread, in memory";

    internal static IReadOnlyList<Lane> All(BenchmarkHost host, BenchmarkHost audited, AuditBench trail, HandWritten floor)
    {
        var small = host.NewContext();
        var large = UserExecutionContext.FromRequest(
            new UserId("alice"), ThreadId.New(),
            options: new ContextOptions { AgentContext = ContextData.From(Enumerable.Range(0, 1_000).Select(i => KeyValuePair.Create($"key-{i}", (ContextValue)i))) });
        var added = ContextData.Of(("step", 1));
        string[] ten = [.. Enumerable.Range(0, 10).Select(i => $"branch {i}")];
        string[] hundred = [.. Enumerable.Range(0, 100).Select(i => $"branch {i}")];
        return
        [
            new("direct async call", null, 400_000, Repeat(() => Direct())),
            new("hand-written run", null, 200_000, Repeat(async () => await floor.RunAsync(static (_, _) => new ValueTask<string>("ok")))),
            new("one run", "hand-written run", 200_000, Repeat(() => host.RunAsync("at-once")), MaxBytes: 768),
            new("hand-written run, suspends, 64 workers", null, 200_000, Workers(64, async () => await floor.RunAsync(static async (_, _) => { await Task.Yield(); return "ok"; }))),
            new("one run, suspends, 64 workers", "hand-written run, suspends, 64 workers", 200_000, Workers(64, () => host.RunAsync("suspends"))),
            new("child context, empty parent", null, 400_000, Loop(() => small.CreateChildContext("child"))),
            new("child context with one value, empty parent", null, 400_000, Loop(() => small.CreateChildContext("child", added)), MaxBytes: 160),
            new("child context with one value, parent of 1,000", "child context with one value, empty parent", 400_000, Loop(() => large.CreateChildContext("child", added)), MaxBytes: 64),
            new("hand-written tool call", null, 1_000, Repeat(() => ToolsByHand(floor))),
            new("tool call (100 in a run)", "hand-written tool call", 1_000, Repeat(() => host.RunAsync("calls-tools")), MaxBytes: 16_000),
            new("hand-written 3 functions", null, 60_000, Repeat(async () => await HandWrittenSteps.FunctionsAsync(floor, 3))),
            new("workflow of 3 functions", "hand-written 3 functions", 60_000, Repeat(() => host.RunWorkflowAsync("three-functions")), MaxBytes: 3_000),
            new("hand-written 3 agents", null, 60_000, Repeat(async () => await HandWrittenSteps.AgentsAsync(floor, 3))),
            new("workflow of 3 agents", "hand-written 3 agents", 60_000, Repeat(() => host.RunWorkflowAsync("three-agents")), MaxBytes: 7_400),
            new("hand-written fan-out of 10 and in", null, 20_000, Repeat(async () => await HandWrittenSteps.FanOutAsync(floor, ten))),
            new("workflow, fan-out of 10 and in", "hand-written fan-out of 10 and in", 20_000, Repeat(() => host.RunWorkflowAsync("fan-out-10")), MaxBytes: 5_100),
            new("hand-written fan-out of 100 and in", null, 2_000, Repeat(async () => await HandWrittenSteps.FanOutAsync(floor, hundred))),
            new("workflow, fan-out of 100 and in", "hand-written fan-out of 100 and in", 2_000, Repeat(() => host.RunWorkflowAsync("fan-out-100")), MaxBytes: 24_100),
            new("tool call, audit on, tool is pure", "tool call (100 in a run)", 1_000, Repeat(() => audited.RunAsync("calls-pure-tools")), MaxBytes: 64),
            new("tool call, audit on, intent and outcome", "tool call (100 in a run)", 300, Repeat(() => audited.RunAsync("calls-tools")), MaxBytes: 129_000),
            new("HMAC, AES-GCM and SHA-256 of one record", null, 20_000, Loop(trail.Primitives)),
            new(AuditAppend, "HMAC, AES-GCM and SHA-256 of one record", 20_000, Repeat(trail.AppendAsync), MaxBytes: 560),
            new("channel write and read", null, 20_000, Repeat(ChannelAsync)),
            new("20 events to one subscriber", "channel write and read", 20_000, Repeat(() => StreamAsync(host))),
        ];
    }

    private static async Task Direct() => await Task.FromResult("ok");

    private static Task ToolsByHand(HandWritten floor)
    {
        var run = floor.NewRun();
        for (var i = 0; i < BenchmarkHost.ToolCallsPerRun; i++)
        {
            HandWritten.CallTool(run, static _ => ContextValue.Null);
        }

        return Task.CompletedTask;
    }

    private static async Task ChannelAsync()
    {
        var channel = Channel.CreateUnbounded<string>();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < BenchmarkHost.TextEventsPerRun + 2; i++)
            {
                channel.Writer.TryWrite("token ");
            }

            channel.Writer.Complete();
        });
        while (await channel.Reader.WaitToReadAsync())
        {
            while (channel.Reader.TryRead(out _))
            {
            }
        }

        await writing;
    }

    private static async Task StreamAsync(BenchmarkHost host)
    {
        await foreach (var item in host.Core.StreamAsync("writes", host.NewContext(), "question"))
        {
            GC.KeepAlive(item);
        }
    }

    private static Func<int, Task> Loop(Func<object> operation) => count =>
    {
        for (var i = 0; i < count; i++)
        {
            GC.KeepAlive(operation());
        }

        return Task.CompletedTask;
    };

    private static Func<int, Task> Repeat(Func<Task> operation) => async count =>
    {
        for (var i = 0; i < count; i++)
        {
            await operation();
        }
    };

    private static Func<int, Task> Workers(int workers, Func<Task> operation) => count =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count / workers; i++)
            {
                await operation();
            }
        })));
}
