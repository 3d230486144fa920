namespace Netra.Agents.Workflows;

internal sealed class LoopStep(string name, StepPolicy policy, Block body, int maxTurns, WorkflowValue until) : StepNode(name, policy)
{
    internal const int MostTurns = 10_000;

    internal override StepKind Kind => StepKind.Loop;

    internal override IReadOnlyList<(string Label, Block Block)> Blocks { get; } = [("body", body)];

    internal override bool OpensScope => true;

    /// <summary>Read inside the turn, after its steps.</summary>
    internal WorkflowValue Until => until;

    internal int MaxTurns => maxTurns;

    internal override IEnumerable<string> Faults => maxTurns is < 1 or > MostTurns
        ? [$"it has no sensible bound: at most 1 to {MostTurns:N0} turns, not {maxTurns:N0}"]
        : [];

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < maxTurns; turn++)
        {
            var inner = Turn(attempt, frame, turn);
            var outcome = await attempt.RunBlockAsync(body, inner, current, cancellationToken);
            if (!outcome.Succeeded)
            {
                return outcome;
            }

            current = outcome.Output;
            if (until.Evaluate(inner, current).AsBoolean())
            {
                return outcome;
            }
        }

        return StepOutcome.Failed(AgentErrorCodes.BoundReached, $"Loop '{Name}' was not done after {maxTurns} turns.");
    }

    internal override IEnumerable<(Block Block, Frame Frame, ContextValue Given)> Inner(WorkflowAttempt attempt, Frame frame, ContextValue current) =>
        Enumerable.Range(0, maxTurns).TakeWhile(turn => attempt.Checkpoints.HasAny(frame.PrefixOf(this, turn))).Select(turn => (body, Turn(attempt, frame, turn), current));

    private Frame Turn(WorkflowAttempt attempt, Frame frame, int turn) =>
        new(attempt, InnerScope!, frame, frame.PrefixOf(this, turn), frame.Input) { Index = turn, Item = frame.Item };
}
