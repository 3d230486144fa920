using System.Globalization;
using System.Text;
using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Tells the customer what was found and done, what is missing, and what failed.</summary>
internal sealed class ReportingAgent : IAgent
{
    public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var outputs = execution.Input["outputs"];
        var text = new StringBuilder();
        if (outputs.TryGetValue("data", out var data))
        {
            Line($"{data["model"].Text} costs {Money(data["monthly_cost"])} a month.");
        }

        if (outputs.TryGetValue("data_helper", out var helper))
        {
            if (helper["assumed"].Count > 0)
            {
                Line($"That takes for granted: {string.Join(", ", helper["assumed"].Entries.Select(entry => $"{entry.Key} {entry.Value.Text}"))}.");
            }

            Line($"To say more I need to know: {string.Join(" ", helper["questions"].Items.Select(question => question.Text))}");
        }

        if (outputs.TryGetValue("optimization", out var found))
        {
            var proposals = string.Join(", ", found["proposals"].Items.Select(one => $"{one["what"].Text} ({Money(one["saves"])})"));
            Line($"{(outputs.TryGetValue("actions", out _) ? "Applied" : "Proposed, and not applied")}: {proposals}; {Money(found["saves"])} less a month.");
        }

        foreach (var failure in execution.Input["failures"].Items)
        {
            Line($"Failed: {failure["step"].Text} ({failure["message"].Text})");
        }

        return ValueTask.FromResult(AgentOutput.FromText(text.ToString().TrimEnd('\n')));

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static string Money(ContextValue value) => value.AsDecimal().ToString("N2", CultureInfo.InvariantCulture);
}
