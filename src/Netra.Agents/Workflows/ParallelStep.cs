namespace Netra.Agents.Workflows;

internal sealed class ParallelStep(string name, StepPolicy policy, IReadOnlyList<(string Label, Block Block)> branches, WorkflowJoin join) : StepNode(name, policy)
{
    internal WorkflowJoin Join => join;

    internal override StepKind Kind => StepKind.Parallel;

    internal override string Target => $"{join}/{string.Join(",", branches.Select(branch => branch.Label))}";

    internal override IReadOnlyList<(string Label, Block Block)> Blocks => branches;

    internal override IEnumerable<string> Faults
    {
        get
        {
            if (branches.Count == 0)
            {
                yield return "it has no branches";
            }
            else if (join.Needed(branches.Count) > branches.Count)
            {
                yield return $"its quorum needs {join.Needed(branches.Count)} of {branches.Count} branches";
            }

            foreach (var same in branches.GroupBy(branch => branch.Label, StringComparer.Ordinal).Where(same => same.Count() > 1))
            {
                yield return $"it has {same.Count()} branches '{same.Key}'";
            }
        }
    }

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        using var fork = new Fork(attempt, branches.Count, join.Needed(branches.Count), cancellationToken);
        var outcomes = await fork.RunAsync(i => attempt.RunBlockAsync(branches[i].Block, frame, current, fork.Token));
        return join.IsFirstSuccess ? fork.Outcome(winner => outcomes[winner].Output) : fork.Outcome(_ => MapOf(outcomes));
    }

    /// <summary>What each branch that succeeded gave, by its name.</summary>
    private ContextValue MapOf(StepOutcome[] outcomes)
    {
        var entries = new (string, ContextValue)[outcomes.Length];
        var count = 0;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Succeeded)
            {
                entries[count++] = (branches[i].Label, outcomes[i].Output);
            }
        }

        return ContextValue.Map(entries.AsSpan(0, count));
    }
}
