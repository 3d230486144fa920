using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Works out what the workload costs today.</summary>
internal sealed class DataAgent : IAgent
{
    public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var usage = execution.Input["usage"];
        var model = usage[Usage.Model].AsString();
        var cost = Prices.Of(model).Monthly(usage.Number(Usage.RequestsPerDay), usage.Number(Usage.InputTokens), usage.Number(Usage.OutputTokens));
        return ValueTask.FromResult(AgentOutput.FromValue(ContextValue.Map(("model", model), ("monthly_cost", cost), ("usage", usage))));
    }
}
