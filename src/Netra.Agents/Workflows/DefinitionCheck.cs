using Netra.Agents.Contexts;

namespace Netra.Agents.Workflows;

/// <summary>Finds all that is wrong with a definition by itself. Pure.</summary>
internal static class DefinitionCheck
{
    private const int LongestName = 64;

    // What a name in the state may have, less the mark of its kind.
    private const int LongestPlace = 250;
    private const int LongestTurn = 8;
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(365);

    internal static List<string> Faults(string name, Block root)
    {
        var faults = new List<string>();
        if (IdText.Fault(name ?? "") is { } fault)
        {
            faults.Add($"The workflow's name {fault}");
        }

        if (root.Steps.Length == 0)
        {
            faults.Add("It has no steps.");
        }

        var all = StepTree.All(root).ToList();
        foreach (var step in all)
        {
            faults.AddRange(FaultsOf(step));
        }

        faults.AddRange(NameCheck.Faults(root));

        CheckJumps(root, faults);
        if (LongestPlaceIn(root) > LongestPlace)
        {
            faults.Add($"Its steps are nested so deep that a place needs more than {LongestPlace} characters. Give shorter names, or split off a workflow.");
        }

        faults.AddRange(new FlowAnalysis(all).Faults(root));
        return faults;
    }

    private static IEnumerable<string> FaultsOf(StepNode step)
    {
        var shown = IdText.Shown(step.Name);
        if (IdText.Fault(step.Name) is { } rule)
        {
            yield return $"The name of step '{shown}' {rule}";
        }
        else if (step.Name.Length > LongestName || step.Name.AsSpan().IndexOfAny("/[]~") >= 0)
        {
            yield return $"The name of step '{shown}' must have at most {LongestName} characters and none of / [ ] ~.";
        }

        foreach (var fault in step.Faults)
        {
            yield return $"Step '{shown}': {fault}.";
        }

        foreach (var (label, block) in step.Blocks)
        {
            if (block.Steps.Length == 0 && step.OpensScope)
            {
                yield return $"Step '{shown}' has nothing to do: its {label} has no steps.";
            }
        }

        if (step.Policy.Retry?.Fault() is { } retry)
        {
            yield return $"The retry of step '{shown}': {retry}";
        }

        if (step.Policy.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestTimeout))
        {
            yield return $"The timeout of step '{shown}' must be more than zero and at most 365 days; it is {timeout}.";
        }
    }

    /// <summary>A jump goes forward in its own sequence: backward would be a cycle without a bound.</summary>
    private static void CheckJumps(Block block, List<string> faults)
    {
        for (var i = 0; i < block.Steps.Length; i++)
        {
            var step = block.Steps[i];
            if (step.Policy is { OnFailure: FailureAction.GoTo, GoTo: { } target })
            {
                var at = Array.FindIndex(block.Steps, other => other.Name == target);
                if (at < 0)
                {
                    faults.Add($"Step '{IdText.Shown(step.Name)}' goes to '{IdText.Shown(target)}' when it fails, which is no step of the same sequence.");
                }
                else if (at <= i)
                {
                    faults.Add($"Step '{IdText.Shown(step.Name)}' goes back to '{IdText.Shown(target)}' when it fails: a cycle. Put the steps into a loop, which has a bound.");
                }
            }

            foreach (var (_, inner) in step.Blocks)
            {
                CheckJumps(inner, faults);
            }

            if (step.Policy.Undo is { } undo)
            {
                CheckJumps(undo, faults);
            }
        }
    }

    private static int LongestPlaceIn(Block block) => block.Steps.Select(step =>
    {
        var own = step.Name.Length + LongestTurn;
        var inner = step.Blocks.Select(inner => (step.OpensScope ? own + 1 : 0) + LongestPlaceIn(inner.Block));
        var undo = step.Policy.Undo is { } block ? step.Name.Length + "~undo/".Length + LongestPlaceIn(block) : 0;
        return Math.Max(own, Math.Max(undo, inner.DefaultIfEmpty().Max()));
    }).DefaultIfEmpty().Max();
}
