namespace Netra.Agents.Workflows;

internal sealed class AgentStep(string name, StepPolicy policy, string agent, WorkflowValue? input) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Agent;

    internal override string Target => agent;

    internal override IEnumerable<(StepKind Kind, string Name)> Uses => [(StepKind.Agent, agent)];

    internal override IEnumerable<WorkflowValue> Reads => input is null ? [] : [input];

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken) =>
        attempt.OutcomeOf(await attempt.CallAsync(agent, input is null ? current : input.Evaluate(frame, current), Policy.Timeout, cancellationToken));
}
