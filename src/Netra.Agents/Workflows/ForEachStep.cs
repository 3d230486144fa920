namespace Netra.Agents.Workflows;

internal sealed class ForEachStep(string name, StepPolicy policy, WorkflowValue items, Block body, int maxConcurrency) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.ForEach;

    internal override IEnumerable<WorkflowValue> Reads => [items];

    internal override IReadOnlyList<(string Label, Block Block)> Blocks { get; } = [("item", body)];

    internal override bool OpensScope => true;

    internal override IEnumerable<string> Faults => maxConcurrency is < 1 or > 1_000 ? [$"it must run 1 to 1,000 items at once, not {maxConcurrency}"] : [];

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var list = items.Evaluate(frame, current);
        if (list.Kind != ContextValueKind.List)
        {
            return StepOutcome.Failed(AgentErrorCodes.InputMismatch, $"Step '{Name}' goes through a list; '{items}' is of kind {list.Kind}.");
        }

        if (list.Count == 0)
        {
            return StepOutcome.Completed(list);
        }

        var outputs = new ContextValue[list.Count];
        var next = -1;
        var strands = Math.Min(maxConcurrency, list.Count);
        using var fork = new Fork(attempt, strands, strands, cancellationToken);
        await fork.RunAsync(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < list.Count)
            {
                if (fork.Token.IsCancellationRequested)
                {
                    return StepOutcome.Cancelled;
                }

                var outcome = await attempt.RunBlockAsync(body, Place(attempt, frame, list, i), list[i], fork.Token);
                if (!outcome.Succeeded)
                {
                    return outcome;
                }

                outputs[i] = outcome.Output;
            }

            return StepOutcome.Completed(default);
        });
        return fork.Outcome(_ => ContextValue.List(outputs));
    }

    internal override IEnumerable<(Block Block, Frame Frame, ContextValue Given)> Inner(WorkflowAttempt attempt, Frame frame, ContextValue current)
    {
        var list = items.Evaluate(frame, current);
        return Enumerable.Range(0, list.Count).Where(i => attempt.Checkpoints.HasAny(frame.PrefixOf(this, i))).Select(i => (body, Place(attempt, frame, list, i), list[i]));
    }

    private Frame Place(WorkflowAttempt attempt, Frame frame, ContextValue list, int i) =>
        new(attempt, InnerScope!, frame, frame.PrefixOf(this, i), frame.Input) { Item = list[i], Index = i };
}
