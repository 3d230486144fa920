using System.Runtime.CompilerServices;
using Netra.Agents.Contexts;

namespace Netra.Agents.Execution;

/// <summary>Compiles each schema once, as long as somebody holds it. Schemas are a host's, so no owner's data is kept here.</summary>
internal sealed class OutputShapes
{
    private readonly ConditionalWeakTable<MapNode, OutputShape> _shapes = [];

    /// <exception cref="ArgumentException">The schema can't be compiled.</exception>
    internal OutputShape? Of(ContextValue schema) =>
        schema.IsNull ? null
        : schema.MapContent is not { } node ? new OutputShape(schema)
        : _shapes.TryGetValue(node, out var shape) ? shape
        : _shapes.GetValue(node, _ => new OutputShape(schema));
}
