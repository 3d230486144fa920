namespace Netra.Agents.Workflows;

internal sealed class ToolStep(string name, StepPolicy policy, string tool, WorkflowValue? arguments) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Tool;

    internal override string Target => tool;

    internal override IEnumerable<(StepKind Kind, string Name)> Uses => [(StepKind.Tool, tool)];

    internal override IEnumerable<WorkflowValue> Reads => arguments is null ? [] : [arguments];

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var given = arguments is null ? current : arguments.Evaluate(frame, current);
        if (attempt.IsOnce(tool))
        {
            if (attempt.Checkpoints.HasIntent(frame.PathOf(this)))
            {
                return StepOutcome.Failed(AgentErrorCodes.OutcomeUnknown, $"Tool '{tool}' may be called once, and the process ended while it was at work. Whether it had its effect is not known.");
            }

            await attempt.Checkpoints.IntendAsync(frame.PathOf(this));
        }

        using var deadline = StepDeadline.Begin(attempt, Policy.Timeout, cancellationToken);
        var result = await attempt.Execution.DispatchAsync(tool, given, deadline?.Token ?? cancellationToken);
        return result.Error is not { } error ? StepOutcome.Completed(result.Output)
            : error.Code == AgentErrorCodes.CallerCancelled ? deadline?.Outcome(Name) ?? StepOutcome.Cancelled
            : StepOutcome.Failed(error);
    }
}
