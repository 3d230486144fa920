namespace Netra.Agents.Workflows;

internal sealed class WaitStep(string name, StepPolicy policy, WorkflowValue? prompt) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Wait;

    internal override IEnumerable<WorkflowValue> Reads => prompt is null ? [] : [prompt];

    internal override ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken) =>
        attempt.WaitAsync(frame.PathOf(this), prompt is null ? current : prompt.Evaluate(frame, current), Policy.Timeout, cancellationToken);
}
