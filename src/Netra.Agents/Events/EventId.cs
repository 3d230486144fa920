namespace Netra.Agents;

/// <summary>Names one event: its run and its sequence there. A client that keeps the last one can resume after it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sequence">The place in the run, from 1.</param>
public readonly record struct EventId(RunId RunId, long Sequence)
{
    /// <summary>The run id, a hyphen and the sequence.</summary>
    public override string ToString() => $"{RunId}-{Sequence}";
}
