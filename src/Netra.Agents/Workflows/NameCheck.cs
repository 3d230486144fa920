using Netra.Agents.Contexts;

namespace Netra.Agents.Workflows;

/// <summary>Finds names that could stand for two outputs of one run. Pure.</summary>
/// <remarks>Only one case of a switch runs, so the same step may stand in several of them.</remarks>
internal static class NameCheck
{
    internal static IEnumerable<string> Faults(Block root)
    {
        foreach (var same in Places(root, []).GroupBy(place => place.Step.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            var places = same.ToList();
            if (places.Where((place, i) => places.Skip(i + 1).Any(other => !AreExclusive(place.Cases, other.Cases))).Any())
            {
                yield return $"The name '{IdText.Shown(same.Key)}' stands for {places.Count} steps; give each its own.";
            }
            else if (places.Select(place => place.Step.Shape).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                yield return $"The name '{IdText.Shown(same.Key)}' stands for different things in the cases of a switch; give each its own, or let all do the same.";
            }
        }
    }

    /// <summary>Each step, with the cases that it stands in.</summary>
    private static IEnumerable<(StepNode Step, List<(StepNode Switch, int Case)> Cases)> Places(Block block, List<(StepNode Switch, int Case)> cases)
    {
        foreach (var step in block.Steps)
        {
            yield return (step, cases);
            for (var i = 0; i < step.Blocks.Count; i++)
            {
                foreach (var place in Places(step.Blocks[i].Block, step is SwitchStep ? [.. cases, (step, i)] : cases))
                {
                    yield return place;
                }
            }

            foreach (var place in step.Policy.Undo is { } undo ? Places(undo, cases) : [])
            {
                yield return place;
            }
        }
    }

    private static bool AreExclusive(List<(StepNode Switch, int Case)> left, List<(StepNode Switch, int Case)> right) =>
        left.Exists(mine => right.Exists(other => ReferenceEquals(other.Switch, mine.Switch) && other.Case != mine.Case));
}
