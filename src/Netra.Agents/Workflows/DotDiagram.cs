using System.Globalization;
using System.Text;

namespace Netra.Agents.Workflows;

/// <summary>Writes a definition as a Graphviz graph.</summary>
internal static class DotDiagram
{
    internal static string Of(WorkflowDefinition definition)
    {
        var graph = WorkflowGraph.Of(definition);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"digraph {Quote(definition.Name)} {{\n    node [shape=box];\n");
        foreach (var node in graph.Nodes)
        {
            var shape = node.Form switch
            {
                WorkflowGraph.Form.End => ", shape=oval",
                WorkflowGraph.Form.Choice => ", shape=diamond",
                WorkflowGraph.Form.Block => ", shape=box, peripheries=2",
                WorkflowGraph.Form.Wait => ", shape=parallelogram",
                _ => "",
            };
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Id} [label={Quote(node.Label)}{shape}];\n");
        }

        foreach (var edge in graph.Edges)
        {
            var label = edge.Label.Length == 0 ? "" : $"label={Quote(edge.Label)}";
            var style = edge.IsFailure ? "style=dashed" : "";
            var attributes = string.Join(", ", new[] { label, style }.Where(part => part.Length > 0));
            text.Append(CultureInfo.InvariantCulture, $"    n{edge.From} -> n{edge.To}{(attributes.Length == 0 ? "" : $" [{attributes}]")};\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Quote(string label) => $"\"{label.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
