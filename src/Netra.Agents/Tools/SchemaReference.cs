namespace Netra.Agents.Tools;

/// <summary>A schema that stands elsewhere in the same document; known when all of it is read.</summary>
internal sealed class SchemaReference
{
    internal ToolSchema? Target { get; set; }
}
