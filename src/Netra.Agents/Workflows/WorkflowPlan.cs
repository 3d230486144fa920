using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>What a supervising agent gives: what is to be done next, or that it is done.</summary>
/// <remarks>As a value, for an agent that writes JSON: <c>{"next":[{"agent":"research","input":…}]}</c> or <c>{"done":…}</c>.</remarks>
public sealed record WorkflowPlan
{
    private WorkflowPlan(IReadOnlyList<(string Agent, ContextValue Input)> next, ContextValue output) => (Steps, Output) = (next, output);

    /// <summary>The agents that are to run, in this order; empty when all is done.</summary>
    public IReadOnlyList<(string Agent, ContextValue Input)> Steps { get; }

    /// <summary>The output of the whole, when all is done.</summary>
    public ContextValue Output { get; }

    /// <summary>Plans the next agents.</summary>
    public static WorkflowPlan Next(params IReadOnlyList<(string Agent, ContextValue Input)> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Count > 0 ? new WorkflowPlan([.. steps], default) : throw new ArgumentException("A plan names at least one agent, or says Done.", nameof(steps));
    }

    /// <summary>Says that all is done.</summary>
    public static WorkflowPlan Done(ContextValue output) => new([], output);

    /// <summary>The plan as an agent's output.</summary>
    public AgentOutput ToOutput() => AgentOutput.FromValue(
        Steps.Count == 0
            ? ContextValue.Map(("done", Output))
            : ContextValue.Map(("next", ContextValue.List([.. Steps.Select(step => ContextValue.Map(("agent", step.Agent), ("input", step.Input)))]))));

    /// <summary>Reads what <see cref="ToOutput"/> wrote; a fault in words for anything else.</summary>
    internal static string? TryRead(ContextValue value, out WorkflowPlan plan)
    {
        plan = Done(default);
        if (value.TryGetValue("done", out var output) && value.Count == 1)
        {
            plan = Done(output);
            return null;
        }

        if (!value.TryGetValue("next", out var next) || value.Count != 1 || next.Kind != ContextValueKind.List || next.Count == 0)
        {
            return "it is neither {\"done\":…} nor {\"next\":[…]} with at least one agent";
        }

        var steps = new List<(string, ContextValue)>(next.Count);
        foreach (var item in next.Items)
        {
            if (!item.TryGetValue("agent", out var agent) || agent.Kind != ContextValueKind.String)
            {
                return "an entry of 'next' has no 'agent'";
            }

            item.TryGetValue("input", out var input);
            steps.Add((agent.AsString(), input));
        }

        plan = Next(steps);
        return null;
    }

    /// <summary>How many agents it names, and nothing of what they are asked.</summary>
    public override string ToString() => Steps.Count == 0 ? "done" : $"next: {string.Join(", ", Steps.Select(step => IdText.Shown(step.Agent)))}";
}
