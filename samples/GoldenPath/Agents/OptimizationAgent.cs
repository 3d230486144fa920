using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Finds what would make the workload cheaper, and by how much.</summary>
internal sealed class OptimizationAgent : IAgent
{
    // Each rule applies to what those before it have left.
    private const decimal ShareOfSimpleRequests = 0.6m;
    private const decimal CachedTokensSave = 0.9m;
    private const decimal BatchesSave = 0.5m;
    private const decimal TrimmingSaves = 0.05m;

    public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var (data, usage) = (execution.Input, execution.Input["usage"]);
        var price = Prices.Of(data["model"].AsString());
        var (before, left) = (data["monthly_cost"].AsDecimal(), data["monthly_cost"].AsDecimal());
        var found = new List<ContextValue>();
        if (price.Cheaper is { } cheaper)
        {
            var there = Prices.Of(cheaper).Monthly(usage.Number(Usage.RequestsPerDay), usage.Number(Usage.InputTokens), usage.Number(Usage.OutputTokens));
            Propose($"send simple requests to {cheaper}", ShareOfSimpleRequests * (left - there));
        }

        Propose("cache what prompts repeat", usage.Number(Usage.RepeatedShare) * CachedTokensSave * left / 2);
        Propose("batch what can wait", usage.Number(Usage.PatientShare) * BatchesSave * left);
        Propose("trim the prompts", TrimmingSaves * left);
        return ValueTask.FromResult(AgentOutput.FromValue(ContextValue.Map(("proposals", ContextValue.List([.. found])), ("saves", before - left))));

        void Propose(string what, decimal saves)
        {
            saves = decimal.Round(saves, 2);
            if (saves > 0)
            {
                left -= saves;
                found.Add(ContextValue.Map(("what", what), ("saves", saves)));
            }
        }
    }
}
