namespace Netra.Agents.Workflows;

internal sealed class SwitchStep(string name, StepPolicy policy, WorkflowValue on, IReadOnlyList<(string Label, ContextValue Value, Block Block)> cases, Block? otherwise) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Switch;

    internal override IEnumerable<WorkflowValue> Reads => [on];

    internal WorkflowValue On => on;

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
        return Chosen(frame, current) is { } block
            ? attempt.RunBlockAsync(block, frame, current, cancellationToken)
            : new ValueTask<StepOutcome>(StepOutcome.Completed(current));
    }

    /// <summary>Only the case that ran: another may have steps of the same names.</summary>
    internal override IEnumerable<(Block Block, Frame Frame, ContextValue Given)> Inner(WorkflowAttempt attempt, Frame frame, ContextValue current) =>
        Chosen(frame, current) is { } block ? [(block, frame, current)] : [];

    private Block? Chosen(Frame frame, ContextValue current)
    {
        var value = on.Evaluate(frame, current);
        foreach (var one in cases)
        {
            if (one.Value == value)
            {
                return one.Block;
            }
        }

        return otherwise;
    }
}
