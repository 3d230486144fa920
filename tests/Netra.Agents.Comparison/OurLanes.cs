using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Comparison;

/// <summary>The same work as an agent of ours over the same stub.</summary>
internal sealed class OurLanes : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly Owner _owner = new(new UserId("alice"));
    private readonly Grants _grants = Grants.Of("use");
    private readonly ThreadId[] _threads = [.. Enumerable.Range(0, 16_384).Select(_ => ThreadId.New())];
    private readonly IAgentExecutionCore _core;
    private readonly IWorkflowOrchestrator _workflows;
    private int _next;

    internal OurLanes()
    {
        var (atOnce, yields, waits, calls) = (new StubClient(), new StubClient(StubWaits.YieldAsync), new StubClient(StubWaits.DelayAsync), new StubClient(callsTool: true));
        var services = new ServiceCollection();
        services.AddNetraAgents(options => options.Scheduling.MaxRuns = options.Scheduling.MaxRunsPerOwner = 20_000)
            .AddAgent("chat", (execution, token) => AskAsync(atOnce, execution, token))
            .AddAgent("chat-yields", (execution, token) => AskAsync(yields, execution, token))
            .AddAgent("chat-waits", (execution, token) => AskAsync(waits, execution, token))
            .AddAgent("streams", async (execution, token) =>
            {
                await foreach (var update in atOnce.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, execution.Input.AsString())], null, token))
                {
                    execution.Events.Text(update.Text);
                }

                return AgentOutput.FromText("ok");
            })
            .AddAgent("tool-round", async (execution, token) =>
            {
                List<ChatMessage> messages = [new(ChatRole.User, execution.Input.AsString())];
                while (true)
                {
                    var response = await calls.GetResponseAsync(messages, null, token);
                    if (response.Messages[0].Contents[0] is not FunctionCallContent call)
                    {
                        return AgentOutput.FromText(response.Text);
                    }

                    var result = await execution.Tools.DispatchAsync(call.Name, ContextValue.Null, token);
                    messages.Add(response.Messages[0]);
                    messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result.Output.Text)]));
                }
            })
            .AddTool(new ToolDefinition(StubClient.Tool, "Looks.") { RequiredPermission = "use", Effect = ToolEffect.Pure }, (_, _) => new ValueTask<ContextValue>("seen"))
            .AddWorkflow("three-functions", workflow => workflow.Function("one", value => value).Function("two", value => value).Function("three", value => value))
            .AddWorkflow("three-chats", workflow => workflow.Agent("one", "chat").Agent("two", "chat").Agent("three", "chat"))
            .AddWorkflow("fan-out", workflow => workflow.Parallel("all", all =>
            {
                foreach (var name in Enumerable.Range(0, 10).Select(i => $"branch {i}"))
                {
                    all.Branch(name, branch => branch.Function(name, value => value));
                }
            }));
        _provider = services.BuildServiceProvider();
        _core = _provider.GetRequiredService<IAgentExecutionCore>();
        _workflows = _provider.GetRequiredService<IWorkflowOrchestrator>();
    }

    internal async Task RunAsync(string agent) => (await _core.ExecuteAsync(agent, NewContext(), "question")).EnsureSuccess();

    internal async Task RunWorkflowAsync(string workflow) => (await _workflows.ExecuteAsync(workflow, NewContext(), "question")).EnsureSuccess();

    internal async Task StreamAsync()
    {
        await foreach (var item in _core.StreamAsync("streams", NewContext(), "question"))
        {
            GC.KeepAlive(item);
        }
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private UserExecutionContext NewContext() => UserExecutionContext.FromRequest(_owner, _threads[Interlocked.Increment(ref _next) & 16_383], _grants);

    private static async ValueTask<AgentOutput> AskAsync(StubClient client, AgentExecution execution, CancellationToken cancellationToken)
    {
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, execution.Input.AsString())], null, cancellationToken);
        return AgentOutput.FromText(response.Text);
    }
}
