using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Benchmarks;

/// <summary>One host with the agents and tools that all measurements share. The agents do nothing, so that what is left is ours.</summary>
internal sealed class BenchmarkHost : IAsyncDisposable
{
    internal const int ToolCallsPerRun = 100;
    internal const int TextEventsPerRun = 20;

    private static readonly AgentOutput Answer = AgentOutput.FromText("ok");

    private readonly ServiceProvider _provider;
    private readonly Grants _grants = Grants.Of("tool.use");
    private readonly Owner _owner = new(new UserId("alice"));

    // Made before, and more than runs are ever under way at once: the gate of the turns is measured, not the making of ids.
    private readonly ThreadId[] _threads = [.. Enumerable.Range(0, 16_384).Select(_ => ThreadId.New())];
    private int _next;

    internal BenchmarkHost(AuditedCalls audited)
    {
        var services = new ServiceCollection();
        services.AddNetraAgents(options =>
            {
                options.Timeouts = options.Timeouts with { Execution = TimeSpan.FromMinutes(1) };
                options.Audit.Calls = audited;
                options.Scheduling.MaxRuns = options.Scheduling.MaxRunsPerOwner = 20_000;
            })
            .AddAgent("at-once", (_, _) => Answer)
            .AddAgent("suspends", async (_, _) =>
            {
                await Task.Yield();
                return Answer;
            })
            .AddAgent("waits", async (_, cancellationToken) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
                return Answer;
            })
            .AddAgent("writes", (execution, _) =>
            {
                for (var i = 0; i < TextEventsPerRun; i++)
                {
                    execution.Events.Text("token ");
                }

                return Answer;
            })
            .AddAgent("calls-tools", async (execution, cancellationToken) =>
            {
                for (var i = 0; i < ToolCallsPerRun; i++)
                {
                    (await execution.Tools.DispatchAsync("echo", ContextValue.Null, cancellationToken)).EnsureSuccess();
                }

                return Answer;
            })
            .AddWorkflow("three-functions", workflow => workflow.Function("one", value => value).Function("two", value => value).Function("three", value => value))
            .AddWorkflow("three-agents", workflow => workflow.Agent("one", "at-once").Agent("two", "at-once").Agent("three", "at-once"))
            .AddWorkflow("fan-out-10", workflow => FanOut(workflow, 10))
            .AddWorkflow("fan-out-100", workflow => FanOut(workflow, 100))
            .AddAgent("calls-pure-tools", async (execution, cancellationToken) =>
            {
                for (var i = 0; i < ToolCallsPerRun; i++)
                {
                    (await execution.Tools.DispatchAsync("look", ContextValue.Null, cancellationToken)).EnsureSuccess();
                }

                return Answer;
            })
            .AddTool(new ToolDefinition("look", "Gives nothing, and changes nothing.") { RequiredPermission = "tool.use", Effect = ToolEffect.Pure }, (_, _) => new ValueTask<ContextValue>(ContextValue.Null))
            .AddTool(new ToolDefinition("echo", "Gives nothing.") { RequiredPermission = "tool.use" }, (_, _) => new ValueTask<ContextValue>(ContextValue.Null));
        _provider = services.BuildServiceProvider();
        Core = _provider.GetRequiredService<IAgentExecutionCore>();
        Workflows = _provider.GetRequiredService<IWorkflowOrchestrator>();
    }

    internal IAgentExecutionCore Core { get; }

    internal IWorkflowOrchestrator Workflows { get; }

    internal UserExecutionContext NewContext() => UserExecutionContext.FromRequest(_owner, _threads[Interlocked.Increment(ref _next) & 16_383], _grants);

    /// <summary>The same for an owner of its own.</summary>
    internal async Task RunAsync(string agent, Owner owner)
    {
        var context = UserExecutionContext.FromRequest(owner, _threads[Interlocked.Increment(ref _next) & 16_383], _grants);
        (await Core.ExecuteAsync(agent, context, "question")).EnsureSuccess();
    }

    internal async Task RunAsync(string agent)
    {
        var result = await Core.ExecuteAsync(agent, NewContext(), "question");
        result.EnsureSuccess();
    }

    internal async Task RunWorkflowAsync(string workflow)
    {
        var result = await Workflows.ExecuteAsync(workflow, NewContext(), "question");
        result.EnsureSuccess();
    }

    private static void FanOut(WorkflowBuilder workflow, int branches) => workflow.Parallel("all", all =>
    {
        for (var i = 0; i < branches; i++)
        {
            var name = $"branch {i}";
            all.Branch(name, branch => branch.Function(name, value => value));
        }
    });

    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
