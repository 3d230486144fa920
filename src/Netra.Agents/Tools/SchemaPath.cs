using System.Globalization;

namespace Netra.Agents.Tools;

/// <summary>A place in the arguments, from the outside in; only written out when there is a fault to tell.</summary>
internal sealed class SchemaPath
{
    private readonly SchemaPath? _outer;
    private readonly string? _name;
    private readonly int _index;

    internal SchemaPath(SchemaPath? outer, string name) => (_outer, _name) = (outer, name);

    internal SchemaPath(SchemaPath? outer, int index) => (_outer, _index) = (outer, index);

    internal static string Text(SchemaPath? path) => path is null
        ? "$"
        : Text(path._outer) + (path._name is { } name ? $".{Contexts.IdText.Shown(name)}" : string.Create(CultureInfo.InvariantCulture, $"[{path._index}]"));
}
