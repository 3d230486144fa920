namespace Netra.Agents;

/// <summary>How far a turn of a conversation came.</summary>
public enum HistoryTurnStatus
{
    /// <summary>The execution that began it is at work on it.</summary>
    Open,

    /// <summary>It was said to the end.</summary>
    Completed,

    /// <summary>The execution that began it ended without completing it: its content is what was saved last.</summary>
    Interrupted,
}
