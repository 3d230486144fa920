namespace Netra.Agents.Workflows;

internal sealed class SwitchStep(string name, StepPolicy policy, WorkflowValue on, IReadOnlyList<(string Label, ContextValue Value, Block Block)> cases, Block? otherwise) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Switch;

    internal override IEnumerable<WorkflowValue> Reads => [on];

    internal bool HasDefault => otherwise is not null;

    internal override IReadOnlyList<(string Label, Block Block)> Blocks { get; } =
        [.. cases.Select(one => (one.Label, one.Block)), .. otherwise is null ? Array.Empty<(string, Block)>() : [("default", otherwise)]];

    internal override IEnumerable<string> Faults
    {
        get
        {
            if (Blocks.Count == 0)
            {
                yield return "it has no cases";
            }

            foreach (var same in cases.GroupBy(one => one.Value).Where(same => same.Count() > 1))
            {
                yield return $"its case '{same.First().Label}' stands there {same.Count()} times; only the first can be reached";
            }
        }
    }

    internal override ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var value = on.Evaluate(frame, current);
        foreach (var one in cases)
        {
            if (one.Value == value)
            {
                return attempt.RunBlockAsync(one.Block, frame, current, cancellationToken);
            }
        }

        return otherwise is null
            ? new ValueTask<StepOutcome>(StepOutcome.Completed(current))
            : attempt.RunBlockAsync(otherwise, frame, current, cancellationToken);
    }
}
