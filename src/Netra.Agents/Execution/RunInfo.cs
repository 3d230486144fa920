namespace Netra.Agents;

/// <summary>A run as a list shows it: whose it is and where it stands, and nothing of what it says.</summary>
/// <param name="Owner">Whose.</param>
/// <param name="RunId">The run.</param>
/// <param name="ThreadId">Its conversation.</param>
/// <param name="AgentName">The agent or workflow that it began with.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="RequestedAt">When it was asked for, UTC.</param>
public sealed record RunInfo(Owner Owner, RunId RunId, ThreadId ThreadId, string AgentName, ExecutionStatus Status, DateTimeOffset RequestedAt)
{
    /// <summary>When it began, UTC; null for one that waits.</summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>When it ended, UTC; null while it is live.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>One of <see cref="AgentErrorCodes"/>, or the host's own; null unless it ended with an error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Where it stands, in three words.</summary>
    public RunPhase Phase => Status == ExecutionStatus.Pending ? RunPhase.Waiting : EndedAt is null ? RunPhase.Live : RunPhase.Ended;

    /// <summary>The run, the agent and where it stands; not whose it is.</summary>
    public override string ToString() => $"{RunId} {AgentName}: {Status}";
}
