using Netra.Agents;

namespace RushHour;

/// <summary>An agent that pays for what a model would cost: it reserves the most that it can come to, and settles what it came to.</summary>
internal sealed class Answerer(Waits waits) : IAgent
{
    // readme:budget
    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        waits.Began(execution.Context);
        var reserved = await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = 1_000, Money = 0.01m }, cancellationToken);
        reserved.EnsureGranted();

        await Task.Delay(TimeSpan.FromMilliseconds(20), execution.TimeProvider, cancellationToken);
        await reserved.SettleAsync(new BudgetAmount { ModelTokens = 740, Money = 0.0074m });
        return AgentOutput.FromText($"An answer to {execution.Input.Text}.");
    }
    // readme:end
}
