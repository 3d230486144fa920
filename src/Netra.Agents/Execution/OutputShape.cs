using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>The schema that an output must fit, compiled.</summary>
internal sealed class OutputShape
{
    private readonly ToolSchema _compiled;

    /// <exception cref="ArgumentException">The schema can't be compiled.</exception>
    internal OutputShape(ContextValue schema)
    {
        Schema = schema;
        try
        {
            _compiled = ToolSchemaReader.ReadAny(schema);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"The schema of the output has a fault: {e.Message}", nameof(schema), e);
        }
    }

    internal ContextValue Schema { get; }

    /// <summary>Null when the value fits.</summary>
    internal string? Fault(ContextValue value) => _compiled.Fault(value);
}
