namespace Netra.Agents.Events;

/// <summary>Which sequences a merged text covers, and where in the text each piece ends, so that a reader in the midst gets only the rest.</summary>
internal sealed class TextSpan(long first, int[]? ends)
{
    internal long First { get; } = first;

    /// <summary>Null when the places are not known (read from the wire).</summary>
    internal int[]? Ends { get; } = ends;
}
