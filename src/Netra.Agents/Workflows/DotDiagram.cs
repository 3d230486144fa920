using System.Globalization;
using System.Text;

namespace Netra.Agents.Workflows;

/// <summary>Writes a definition as a Graphviz graph.</summary>
internal static class DotDiagram
{
    private const string Style = """
            graph [nodesep=0.5, ranksep=0.4];
            node [shape=box, style="rounded,filled", fillcolor="#f6f8fa", color="#57606a", fontname="Helvetica,Arial,sans-serif", fontsize=11];
            edge [color="#57606a", fontname="Helvetica,Arial,sans-serif", fontsize=10];

        """;

    internal static string Of(WorkflowDefinition definition)
    {
        var graph = WorkflowGraph.Of(definition);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"digraph {Quote(definition.Name)} {{\n{Style}");
        foreach (var node in graph.Nodes)
        {
            var shape = node.Form switch
            {
                WorkflowGraph.Form.End => ", shape=oval, style=filled, fillcolor=\"#ddf4ff\"",
                WorkflowGraph.Form.Choice => ", shape=hexagon, style=filled",
                WorkflowGraph.Form.Block => ", style=filled, peripheries=2",
                WorkflowGraph.Form.Wait => ", style=\"rounded,filled,dashed\", fillcolor=\"#fff8c5\"",
                _ => "",
            };
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Id} [label={Quote(node.Label, node.Detail)}{shape}];\n");
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

    private static string Quote(string label, string detail = "") => $"\"{Escape(label)}{(detail.Length == 0 ? "" : $"\\n{Escape(detail)}")}\"";

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
