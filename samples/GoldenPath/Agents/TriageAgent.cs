using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Decides whether what the customer said is enough to answer.</summary>
internal sealed class TriageAgent : IAgent
{
    public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var usage = execution.Input;
        var missing = Usage.Needed.Where(name => !usage.Has(name)).ToList();
        var sufficiency = missing.Count == 0 ? "sufficient" : usage.Has(Usage.Model) ? "partial" : "insufficient";
        return ValueTask.FromResult(AgentOutput.FromValue(ContextValue.Map(
            ("data_sufficiency", sufficiency), ("missing", ContextValue.List([.. missing.Select(ContextValue.FromString)])), ("usage", usage))));
    }
}
