using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Asks for what is missing. Where the model is known, it takes what is usual in the meantime, and says so.</summary>
internal sealed class DataHelperAgent : IAgent
{
    private static readonly Dictionary<string, (string Question, int Usual)> Known = new(StringComparer.Ordinal)
    {
        [Usage.Model] = ("Which model do you use?", 0),
        [Usage.RequestsPerDay] = ("How many requests do you make on a day?", 1_000),
        [Usage.InputTokens] = ("How many tokens does a prompt have, on average?", 800),
        [Usage.OutputTokens] = ("How many tokens does an answer have, on average?", 250),
    };

    public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var usage = execution.Input["usage"];
        var missing = execution.Input["missing"].Items.Select(name => name.AsString()).ToList();
        var assumed = usage.Has(Usage.Model) ? missing.Select(name => (name, (ContextValue)Known[name].Usual)).ToArray() : [];
        return ValueTask.FromResult(AgentOutput.FromValue(ContextValue.Map(
            ("questions", ContextValue.List([.. missing.Select(name => (ContextValue)Known[name].Question)])),
            ("assumed", ContextValue.Map(assumed)),
            ("usage", ContextValue.Map([.. usage.Entries.Select(entry => (entry.Key, entry.Value)), .. assumed])))));
    }
}
