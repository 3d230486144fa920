using System.Globalization;
using System.Text;

namespace Netra.Agents.Workflows;

/// <summary>Writes a definition as a Mermaid flow chart.</summary>
internal static class MermaidDiagram
{
    internal static string Of(WorkflowDefinition definition)
    {
        var graph = WorkflowGraph.Of(definition);
        var text = new StringBuilder("flowchart TD\n");
        foreach (var node in graph.Nodes)
        {
            var label = node.Detail.Length == 0 ? Escape(node.Label) : $"{Escape(node.Label)}<br/>{Escape(node.Detail)}";
            text.Append(CultureInfo.InvariantCulture, $"    n{node.Id}{node.Form switch
            {
                WorkflowGraph.Form.End => $"([\"{label}\"])",
                WorkflowGraph.Form.Choice => $"{{{{\"{label}\"}}}}",
                WorkflowGraph.Form.Block => $"[[\"{label}\"]]",
                WorkflowGraph.Form.Wait => $"[/\"{label}\"/]",
                _ => $"[\"{label}\"]",
            }}\n");
        }

        foreach (var edge in graph.Edges)
        {
            var arrow = edge.IsFailure ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"    n{edge.From} {arrow}{(edge.Label.Length == 0 ? "" : $"|\"{Escape(edge.Label)}\"|")} n{edge.To}\n");
        }

        return text.ToString();
    }

    /// <summary>Labels stand in quotes: what could end them, or be markup, is written as an entity.</summary>
    private static string Escape(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (var c in label)
        {
            _ = char.IsLetterOrDigit(c) || c is ' ' or '_' or '-' or '.' or ',' or ':' or '(' or ')' ? text.Append(c) : text.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
        }

        return text.ToString();
    }
}
