using Netra.Agents;

namespace GoldenPath;

/// <summary>Gives those who watch the time to see each agent at work: rules are faster than eyes.</summary>
internal sealed class Pace(TimeSpan time) : IAgentMiddleware
{
    public async ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken)
    {
        if (time > TimeSpan.Zero && execution.AgentName != CostWorkflow.Name)
        {
            await Task.Delay(time * (1 + execution.NextRandom(3)), execution.TimeProvider, cancellationToken);
        }

        return await next(execution, cancellationToken);
    }
}
