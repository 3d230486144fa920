namespace Netra.Agents.Contexts;

/// <summary>Marks, in a value's one reference, that its 64 bits are the value: a value is two words, whatever it holds.</summary>
internal sealed class ScalarTag
{
    internal static readonly ScalarTag Boolean = new();
    internal static readonly ScalarTag Integer = new();
    internal static readonly ScalarTag Double = new();
    internal static readonly ScalarTag Timestamp = new();
}
