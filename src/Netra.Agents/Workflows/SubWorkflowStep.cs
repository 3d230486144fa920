namespace Netra.Agents.Workflows;

/// <summary>Runs the steps of another definition in this run, with outputs of their own.</summary>
internal sealed class SubWorkflowStep(string name, StepPolicy policy, string workflow, WorkflowValue? input) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Workflow;

    internal override string Target => workflow;

    internal override IEnumerable<(StepKind Kind, string Name)> Uses => [(StepKind.Workflow, workflow)];

    internal override IEnumerable<WorkflowValue> Reads => input is null ? [] : [input];

    internal override ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var given = input is null ? current : input.Evaluate(frame, current);
        return attempt.RunBlockAsync(attempt.WorkflowNamed(workflow).Root, Inside(attempt, frame, given), given, cancellationToken);
    }

    internal override IEnumerable<(Block Block, Frame Frame, ContextValue Given)> Inner(WorkflowAttempt attempt, Frame frame, ContextValue current)
    {
        var given = input is null ? current : input.Evaluate(frame, current);
        return [(attempt.WorkflowNamed(workflow).Root, Inside(attempt, frame, given), given)];
    }

    private Frame Inside(WorkflowAttempt attempt, Frame frame, ContextValue given) => new(attempt, attempt.WorkflowNamed(workflow).Scope, null, $"{frame.PathOf(this)}/", given) { IsStopped = frame.IsStopped };
}
