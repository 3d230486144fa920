using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Netra.Agents.Workflows;

/// <summary>The places and shapes of all steps of a definition, those of its sub-workflows among them: what checkpoints must fit.</summary>
internal sealed partial class WorkflowShape
{
    private readonly Dictionary<string, string> _shapes = new(StringComparer.Ordinal);

    internal WorkflowShape(WorkflowDefinition definition, Func<string, WorkflowDefinition?> find)
    {
        Add(definition.Root, "", find);
        Steps = ContextValue.Map([.. _shapes.Select(pair => (pair.Key, ContextValue.FromString(pair.Value)))]);
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\n", _shapes.Select(pair => $"{pair.Key}={pair.Value}")))));
    }

    /// <summary>Each place, without turns and items, and the shape of the step there. Shared by the heads of all runs.</summary>
    internal ContextValue Steps { get; }

    internal string Fingerprint { get; }

    /// <summary>Null when everything that was done under a head still has its place; else what hasn't.</summary>
    internal string? Misfit(CheckpointHead head, IEnumerable<string> done)
    {
        if (head.Fingerprint == Fingerprint)
        {
            return null;
        }

        var misfits = new List<string>();
        foreach (var place in done.Select(place => Turns().Replace(place, "")).Distinct(StringComparer.Ordinal))
        {
            head.Shapes.TryGetValue(place, out var before);
            if (!_shapes.TryGetValue(place, out var now))
            {
                misfits.Add($"step '{place}' is gone");
            }
            else if (before.Kind != ContextValueKind.String || before.AsString() != now)
            {
                misfits.Add($"step '{place}' was {(before.IsNull ? "unknown" : before.Text)} and is {now}");
            }
        }

        return misfits.Count == 0 ? null
            : $"Workflow '{head.Workflow}' has changed since the run began, and what was done doesn't fit it: {string.Join("; ", misfits)}. Register the former definition to end the run, or cancel it.";
    }

    private void Add(Block block, string prefix, Func<string, WorkflowDefinition?> find)
    {
        foreach (var step in block.Steps)
        {
            _shapes[prefix + step.Name] = step.Shape;
            var inner = step.OpensScope ? $"{prefix}{step.Name}/" : prefix;
            foreach (var (_, child) in step.Blocks)
            {
                Add(child, inner, find);
            }

            if (step is SubWorkflowStep && find(step.Target) is { } sub)
            {
                Add(sub.Root, $"{prefix}{step.Name}/", find);
            }

            if (step.Policy.Undo is { } undo)
            {
                Add(undo, $"{prefix}{step.Name}~undo/", find);
            }
        }
    }

    [GeneratedRegex(@"\[[0-9.]*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Turns();
}
