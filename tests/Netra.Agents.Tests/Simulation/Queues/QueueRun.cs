namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>One run that somebody asks for, and what became of it.</summary>
internal sealed class QueueRun(int index, Owner owner, ThreadId thread, string agent, TurnMode turns)
{
    internal int Index { get; } = index;
    internal Owner Owner { get; } = owner;
    internal ThreadId Thread { get; } = thread;
    internal string Agent { get; } = agent;
    internal TurnMode Turns { get; } = turns;
    internal RunId RunId { get; set; }
    internal bool TakesTurn => Turns != TurnMode.Parallel;

    /// <summary>True while it waits for a person, and for its slot after that.</summary>
    internal bool IsAway { get; set; }

    internal AgentExecutionResult? Result { get; set; }
}
