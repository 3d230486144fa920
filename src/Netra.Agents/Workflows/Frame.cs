namespace Netra.Agents.Workflows;

/// <summary>The outputs of one scope in one attempt. Each step writes its own slot and no other, so branches side by side share nothing.</summary>
internal sealed class Frame(WorkflowAttempt attempt, DataScope scope, Frame? parent, string prefix, ContextValue input)
{
    private StepOutcome[] _outcomes = new StepOutcome[scope.Count];
    private bool _stopped;

    internal WorkflowAttempt Attempt { get; } = attempt;

    /// <summary>What the workflow, or sub-workflow, was asked.</summary>
    internal ContextValue Input { get; } = input;

    /// <summary>The item of the list, and its place, in a for-each; the place also in a loop.</summary>
    internal ContextValue Item { get; init; }
    internal long Index { get; init; }

    /// <summary>True where what is around was stopped. What always runs there is not written down: if the run is taken on, what was stopped runs again, and it after that.</summary>
    internal bool IsStopped
    {
        get => _stopped || Outer?.IsStopped is true;
        init => _stopped = value;
    }

    /// <summary>The same outputs, from now on as stopped.</summary>
    internal Frame Stopped() => IsStopped ? this : new(Attempt, Scope, Outer, prefix, Input) { _outcomes = _outcomes, Item = Item, Index = Index, IsStopped = true };

    internal void Set(StepNode step, in StepOutcome outcome) => _outcomes[step.Slot] = outcome;

    /// <summary>How the named step ended, here or in what is around; not run when it hasn't.</summary>
    internal StepOutcome Get(string step)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.Scope.TryGetSlot(step, out var slot))
            {
                return frame._outcomes[slot];
            }
        }

        return default;
    }

    /// <summary>The step with its place in loops and lists.</summary>
    internal string PathOf(StepNode step) => prefix.Length == 0 ? step.Name : prefix + step.Name;

    internal string PrefixOf(StepNode step, long index) => $"{PathOf(step)}[{index}]/";

    private DataScope Scope { get; } = scope;

    private Frame? Outer { get; } = parent;
}
