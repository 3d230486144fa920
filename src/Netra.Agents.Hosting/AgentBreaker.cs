namespace Netra.Agents.Hosting;

internal sealed class AgentBreaker(Breakers breakers) : IAgentMiddleware, IDisposable
{
    public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken) => breakers.InvokeAsync(
        execution.AgentName, token => next(execution, token), static error => new AgentException(error), cancellationToken);

    public void Dispose() => breakers.Dispose();
}
