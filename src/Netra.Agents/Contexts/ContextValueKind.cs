using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents;

/// <summary>What a <see cref="ContextValue"/> holds.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "The kinds are named for the types they hold.")]
public enum ContextValueKind
{
    /// <summary>Nothing; also the default value.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A 64-bit integer.</summary>
    Integer,

    /// <summary>A 64-bit floating-point number, finite.</summary>
    Double,

    /// <summary>A decimal number: money, and JSON numbers with a fraction.</summary>
    Decimal,

    /// <summary>Text.</summary>
    String,

    /// <summary>An instant in UTC.</summary>
    Timestamp,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by name, in the order in which they were given.</summary>
    Map,
}
