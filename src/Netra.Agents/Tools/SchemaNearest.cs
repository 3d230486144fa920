namespace Netra.Agents.Tools;

/// <summary>Of the forms that a value doesn't have, the one that was likely meant: it is of the value's type, and the value fits it the farthest.</summary>
internal struct SchemaNearest
{
    private bool _isOfType;

    internal string? Fault { get; private set; }

    internal void Consider(string fault, bool isOfType)
    {
        if (Fault is null || (isOfType && !_isOfType) || (isOfType == _isOfType && Depth(fault) > Depth(Fault)))
        {
            (Fault, _isOfType) = (fault, isOfType);
        }
    }

    /// <summary>The length of the path with which a fault begins.</summary>
    private static int Depth(string fault) => fault.IndexOf(' ', StringComparison.Ordinal);
}
