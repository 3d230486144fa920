using Netra.Agents.Contexts;

namespace Netra.Agents.Workflows;

/// <summary>Follows every path through a definition, and finds reads of outputs that may not be there. Pure.</summary>
internal sealed class FlowAnalysis(IReadOnlyList<StepNode> all)
{
    private readonly HashSet<string> _known = all.Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    internal IReadOnlyList<string> Faults(Block root)
    {
        Follow(root, new Knowledge([], []));
        return _faults;
    }

    /// <summary>What may and what must have an output when a place is reached.</summary>
    private sealed record Knowledge(HashSet<string> Must, HashSet<string> May)
    {
        internal Knowledge Copy() => new(new HashSet<string>(Must, StringComparer.Ordinal), new HashSet<string>(May, StringComparer.Ordinal));
    }

    private Knowledge Follow(Block block, Knowledge entry)
    {
        var now = entry.Copy();
        var jumps = new List<(string Target, HashSet<string> Must)>();
        foreach (var step in block.Steps)
        {
            foreach (var (_, must) in jumps.Where(jump => jump.Target == step.Name))
            {
                now.Must.IntersectWith(must);
            }

            jumps.RemoveAll(jump => jump.Target == step.Name);

            // What always runs may come after the failure of any step before it: all it can count on was there at the start.
            var seen = step.Policy.AlwaysRun ? new Knowledge(entry.Copy().Must, now.May) : now;
            var inside = Enter(step, seen);
            if (step.Policy is { OnFailure: FailureAction.GoTo, GoTo: { } target })
            {
                jumps.Add((target, new HashSet<string>(now.Must, StringComparer.Ordinal)));
            }

            now.May.UnionWith(inside.May);
            now.May.Add(step.Name);
            if (!step.Policy.MayLackOutput)
            {
                now.Must.UnionWith(inside.Must);
                now.Must.Add(step.Name);
                if (step.Policy.AlwaysRun)
                {
                    jumps.ForEach(jump => jump.Must.Add(step.Name));
                }
            }
        }

        return now;
    }

    /// <summary>Follows a step, and gives what its inside adds for those after it.</summary>
    private Knowledge Enter(StepNode step, Knowledge before)
    {
        Check(step, step.Policy.Condition, before);
        foreach (var read in step.Reads)
        {
            Check(step, read, before);
        }

        var ends = step.Blocks.Select(inner => Follow(inner.Block, before)).ToList();
        if (step is LoopStep loop)
        {
            Check(step, loop.Until, ends[0]);
        }

        if (step.Policy.Undo is { } undo)
        {
            var done = before.Copy();
            done.Must.Add(step.Name);
            done.May.Add(step.Name);
            Follow(undo, done);
        }

        var added = new Knowledge([], []);
        if (step.OpensScope || ends.Count == 0)
        {
            return added;
        }

        ends.ForEach(end => added.May.UnionWith(end.May));
        if (step is ParallelStep parallel && parallel.Join.Needed(ends.Count) == ends.Count)
        {
            ends.ForEach(end => added.Must.UnionWith(end.Must));
        }
        else if (step is SwitchStep { HasDefault: true })
        {
            added.Must.UnionWith(ends[0].Must);
            ends.ForEach(end => added.Must.IntersectWith(end.Must));
        }

        return added;
    }

    private void Check(StepNode step, WorkflowValue? value, Knowledge before)
    {
        foreach (var read in (value?.Reads ?? []).Distinct())
        {
            var (reader, source) = (IdText.Shown(step.Name), IdText.Shown(read.Step));
            if (!_known.Contains(read.Step))
            {
                _faults.Add($"Step '{reader}' reads '{source}', and there is no such step.");
            }
            else if (!before.May.Contains(read.Step))
            {
                _faults.Add($"Step '{reader}' reads '{source}', which doesn't run before it, or keeps its output inside a loop or list.");
            }
            else if (!read.Optional && !before.Must.Contains(read.Step))
            {
                _faults.Add($"Step '{reader}' reads '{source}', which on some path has no output when '{reader}' runs. Say what holds then: Output(\"{source}\").OrNull() or .Or(…).");
            }
        }
    }
}
