namespace Netra.Agents;

/// <summary>Which runs are meant, of those that whoever asks may see. What isn't set is not looked at.</summary>
public sealed record RunFilter
{
    /// <summary>One run.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The runs of one conversation.</summary>
    public ThreadId? ThreadId { get; init; }

    /// <summary>The runs of one agent or workflow.</summary>
    public string? AgentName { get; init; }

    /// <summary>Runs that wait, are under way, or have ended and are retained.</summary>
    public RunPhase? Phase { get; init; }

    /// <summary>Runs that stand at this status now.</summary>
    public ExecutionStatus? Status { get; init; }

    internal bool Fits(RunInfo run) =>
        (RunId is null || RunId == run.RunId) && (ThreadId is null || ThreadId == run.ThreadId) && (AgentName is null || AgentName == run.AgentName)
        && (Phase is null || Phase == run.Phase) && (Status is null || Status == run.Status);
}
