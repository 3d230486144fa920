namespace Netra.Agents.LoadTests;

/// <summary>How the one who asked reads.</summary>
internal enum ReaderKind
{
    Steady,

    /// <summary>Waits between reads.</summary>
    Slow,

    /// <summary>Leaves in the midst, and comes back with the last sequence that it has.</summary>
    Reconnects,

    /// <summary>Cancels the run in the midst.</summary>
    Cancels,
}
