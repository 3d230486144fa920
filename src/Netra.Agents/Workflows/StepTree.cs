namespace Netra.Agents.Workflows;

/// <summary>Walks over a definition.</summary>
internal static class StepTree
{
    /// <summary>All steps, each before what is inside of it; what undoes it last.</summary>
    internal static IEnumerable<StepNode> All(Block block)
    {
        foreach (var step in block.Steps)
        {
            yield return step;
            foreach (var inner in step.Blocks.Select(inner => inner.Block).Concat(step.Policy.Undo is { } undo ? [undo] : []).SelectMany(All))
            {
                yield return inner;
            }
        }
    }

    /// <summary>Gives each step its slot. Loops, lists and undos have scopes of their own.</summary>
    internal static DataScope Assign(Block block, DataScope scope)
    {
        foreach (var step in block.Steps)
        {
            step.Slot = scope.Add(step.Name);
            var inner = step.OpensScope ? step.InnerScope = new DataScope(scope) : scope;
            foreach (var (_, child) in step.Blocks)
            {
                Assign(child, inner);
            }

            if (step.Policy.Undo is { } undo)
            {
                step.UndoScope = Assign(undo, new DataScope(scope));
            }
        }

        return scope;
    }
}
