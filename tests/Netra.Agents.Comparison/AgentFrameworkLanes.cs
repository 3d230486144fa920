using Microsoft.Agents.AI;
using Microsoft.Agents.AI.Workflows;
using Microsoft.Agents.AI.Workflows.InProc;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Comparison;

/// <summary>The same work in Microsoft Agent Framework.</summary>
internal sealed class AgentFrameworkLanes
{
    private readonly ChatClientAgent _chat = new(new StubClient(), "Answer.", "chat");
    private readonly ChatClientAgent _yields = new(new StubClient(StubWaits.YieldAsync), "Answer.", "chat");
    private readonly ChatClientAgent _waits = new(new StubClient(StubWaits.DelayAsync), "Answer.", "chat");
    private readonly ChatClientAgent _calls = new(new StubClient(callsTool: true), "Answer.", "chat", tools: [AIFunctionFactory.Create(() => "seen", StubClient.Tool)]);

    private readonly Workflow _steps = Steps();
    private readonly Workflow _fanOut = FanOut();
    private readonly Workflow _chats = AgentWorkflowBuilder.BuildSequential([.. new[] { "one", "two", "three" }.Select(name => new ChatClientAgent(new StubClient(), "Answer.", name))]);

    internal Task RunAsync() => _chat.RunAsync("question");

    internal Task SuspendAsync() => _yields.RunAsync("question");

    internal Task WaitAsync() => _waits.RunAsync("question");

    internal Task ToolRoundAsync() => _calls.RunAsync("question");

    internal async Task StreamAsync()
    {
        await foreach (var update in _chat.RunStreamingAsync("question"))
        {
            GC.KeepAlive(update);
        }
    }

    internal async Task ThreeByHandAsync()
    {
        var first = await _chat.RunAsync("question");
        var second = await _chat.RunAsync(first.Text);
        await _chat.RunAsync(second.Text);
    }

    // Built once, which is their best case: runs follow each other. Two at once on one workflow are refused, so that many users need one each.
    internal Task ThreeStepsAsync(InProcessExecutionEnvironment environment) => RunAsync(environment, _steps);

    internal Task FanOutAsync(InProcessExecutionEnvironment environment) => RunAsync(environment, _fanOut);

    internal async Task ThreeChatsAsync(InProcessExecutionEnvironment environment)
    {
        await using var run = await environment.RunAsync<List<ChatMessage>>(_chats, [new ChatMessage(ChatRole.User, "question")]);
        Check(run);
    }

    private static Workflow Steps()
    {
        var (one, two, three) = (Step("one"), Step("two"), Step("three"));
        return new Microsoft.Agents.AI.Workflows.WorkflowBuilder(one).AddEdge(one, two).AddEdge(two, three).WithOutputFrom(three).Build();
    }

    private static Workflow FanOut()
    {
        var (start, end) = (Step("start"), Step("end"));
        ExecutorBinding[] branches = [.. Enumerable.Range(0, 10).Select(i => Step($"branch {i}"))];
        return new Microsoft.Agents.AI.Workflows.WorkflowBuilder(start).AddFanOutEdge(start, branches).AddFanInBarrierEdge(branches, end).WithOutputFrom(end).Build();
    }

    private static async Task RunAsync(InProcessExecutionEnvironment environment, Workflow workflow)
    {
        await using var run = await environment.RunAsync(workflow, "question");
        Check(run);
    }

    private static void Check(Run run)
    {
        foreach (var item in run.OutgoingEvents)
        {
            if (item is WorkflowErrorEvent or ExecutorFailedEvent)
            {
                throw new InvalidOperationException($"The workflow failed: {item}");
            }
        }
    }

    private static ExecutorBinding Step(string id) => ((Func<string, string>)(value => value)).BindAsExecutor(id, threadsafe: true);
}
