using Netra.Agents.Contexts;
using Netra.Agents.Tools;
using Netra.Agents.Workflows;

namespace Netra.Agents.DependencyInjection;

/// <summary>Holds the workflows of a host against its agents and tools, and against each other.</summary>
internal static class WorkflowCheck
{
    internal static IEnumerable<string> Faults(
        IReadOnlyList<WorkflowDefinition> workflows, IReadOnlyCollection<string> agents, IReadOnlyCollection<ToolRegistration> tools,
        IReadOnlyCollection<RegistrationSet.ToolEntry> toolEntries)
    {
        var byName = new Dictionary<string, WorkflowDefinition>(StringComparer.Ordinal);
        foreach (var workflow in workflows)
        {
            byName.TryAdd(workflow.Name, workflow);
        }

        // One that could not be made is reported by itself, and not as missing.
        var toolsByName = toolEntries.Where(entry => entry.Name is not null).DistinctBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(entry => entry.Name, entry => tools.FirstOrDefault(tool => tool.Definition.Name == entry.Name), StringComparer.Ordinal);
        foreach (var workflow in workflows)
        {
            foreach (var step in StepTree.All(workflow.Root))
            {
                var where = $"Step '{IdText.Shown(step.Name)}' of workflow '{IdText.Shown(workflow.Name)}'";
                foreach (var (kind, name) in step.Uses)
                {
                    var (exists, what) = kind switch
                    {
                        StepKind.Tool => (toolsByName.ContainsKey(name), "tool"),
                        StepKind.Workflow => (byName.ContainsKey(name), "workflow"),
                        _ => (agents.Contains(name, StringComparer.Ordinal) || byName.ContainsKey(name), "agent"),
                    };
                    if (!exists)
                    {
                        yield return $"{where} uses the {what} '{IdText.Shown(name)}', which is not registered.";
                    }
                }

                if (step is ToolStep { Policy.Retry: not null } && toolsByName.TryGetValue(step.Target, out var tool) && tool?.Definition.Effect == ToolEffect.AtMostOnce)
                {
                    yield return $"{where} retries the tool '{IdText.Shown(step.Target)}', which may be called once: a failed call may have had its effect. Mark the tool as Idempotent if it is, or take the retry away.";
                }
            }

            if (Circle(workflow, byName) is { } circle)
            {
                yield return $"Workflow '{IdText.Shown(workflow.Name)}' contains itself: {circle}.";
            }
        }
    }

    private static string? Circle(WorkflowDefinition start, Dictionary<string, WorkflowDefinition> byName)
    {
        var path = new List<string> { start.Name };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Follow(start) ? string.Join(" → ", path.Select(IdText.Shown)) : null;

        bool Follow(WorkflowDefinition workflow)
        {
            foreach (var name in StepTree.All(workflow.Root).OfType<SubWorkflowStep>().Select(step => step.Target))
            {
                path.Add(name);
                if (name == start.Name || (seen.Add(name) && byName.TryGetValue(name, out var next) && Follow(next)))
                {
                    return true;
                }

                path.RemoveAt(path.Count - 1);
            }

            return false;
        }
    }
}
