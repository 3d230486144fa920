namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Whose eyes a stream of events was seen with.</summary>
internal enum Observer
{
    /// <summary>A reader of the log, or a client on connections that may drop: it resumes where it was, and misses nothing.</summary>
    Reader,

    /// <summary>The sink of the host, which gets each event in order, and loses one that it refused too often.</summary>
    Sink,
}
