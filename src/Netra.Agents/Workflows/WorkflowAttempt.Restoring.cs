namespace Netra.Agents.Workflows;

/// <summary>How an attempt takes up what an earlier one did.</summary>
internal sealed partial class WorkflowAttempt
{
    /// <summary>Takes up what an earlier attempt did inside of a step that it finished, and runs nothing.</summary>
    private void Restore(StepNode step, Frame frame, ContextValue current)
    {
        IEnumerable<(Block Block, Frame Frame, ContextValue Given)> inside;
        try
        {
            inside = step.Inner(this, frame, current);
        }
        catch (DataMismatchException)
        {
            // What it goes by couldn't be read: then nothing inside of it has run.
            return;
        }

        ContextValue? last = null;
        foreach (var (block, inner, given) in inside)
        {
            var passed = step is LoopStep ? last ?? given : given;
            foreach (var child in block.Steps)
            {
                if (!Checkpoints.TryGet(inner.PathOf(child), out var outcome, out _))
                {
                    continue;
                }

                Restore(child, inner, passed);
                Keep(child, inner, outcome);
                passed = outcome.Succeeded ? outcome.Output : passed;
            }

            last = passed;
        }
    }
}
