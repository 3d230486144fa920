using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;

namespace GoldenPath.Tests;

/// <summary>The desk as the program has it, with agents that can be made to fail.</summary>
internal sealed class DeskHost : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    internal DeskHost(string? failing = null)
    {
        var services = new ServiceCollection();
        services.AddNetraAgents().AddCostDesk().UseMiddleware(new Failing(failing));
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        Workflows = _provider.GetRequiredService<IWorkflowOrchestrator>();
        State = _provider.GetRequiredService<IStateManager>();
        Desk = new CostDesk(Workflows, Core);
    }

    internal CostDesk Desk { get; }

    internal IWorkflowOrchestrator Workflows { get; }

    internal IStateManager State { get; }

    private IAgentExecutionCore Core => _provider.GetRequiredService<IAgentExecutionCore>();

    internal Task<Served> ServeAsync(string customer, ContextValue usage, string answer = "yes") =>
        Desk.ServeAsync(customer, usage, _ => ValueTask.FromResult(answer), CancellationToken.None);

    /// <summary>The run's events of steps, in their order.</summary>
    internal async Task<IReadOnlyList<AgentEvent>> EventsAsync(Served served)
    {
        var events = new List<AgentEvent>();
        await foreach (var item in Core.SubscribeAsync(served.Context, served.Context.RunId))
        {
            events.Add(item);
        }

        return events;
    }

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private sealed class Failing(string? agent) : IAgentMiddleware
    {
        public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken) =>
            execution.AgentName == agent ? throw new TimeoutException("The backend is away.") : next(execution, cancellationToken);
    }
}
