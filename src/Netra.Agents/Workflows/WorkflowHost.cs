using System.Collections.Frozen;

namespace Netra.Agents.Workflows;

/// <summary>What all attempts of a host share: the definitions, the store, and which tools may be called once.</summary>
internal sealed class WorkflowHost
{
    private readonly FrozenDictionary<string, (WorkflowDefinition Definition, WorkflowShape Shape)> _workflows;
    private readonly FrozenSet<string> _onceTools;

    internal WorkflowHost(IReadOnlyCollection<WorkflowDefinition> definitions, IEnumerable<string> onceTools, IStateStore store, WaitAlarms alarms)
    {
        var byName = definitions.ToDictionary(definition => definition.Name, StringComparer.Ordinal);
        _workflows = byName.ToFrozenDictionary(pair => pair.Key, pair => (pair.Value, new WorkflowShape(pair.Value, byName.GetValueOrDefault)), StringComparer.Ordinal);
        _onceTools = onceTools.ToFrozenSet(StringComparer.Ordinal);
        Store = store;
        Alarms = alarms;
    }

    internal IStateStore Store { get; }

    internal WaitAlarms Alarms { get; }

    internal IEnumerable<string> Names => _workflows.Keys.Order(StringComparer.Ordinal);

    internal WorkflowDefinition? Find(string name) => _workflows.TryGetValue(name, out var workflow) ? workflow.Definition : null;

    internal WorkflowShape ShapeOf(WorkflowDefinition definition) => _workflows[definition.Name].Shape;

    internal bool IsOnce(string tool) => _onceTools.Contains(tool);
}
