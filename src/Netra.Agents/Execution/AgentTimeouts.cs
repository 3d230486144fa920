namespace Netra.Agents;

/// <summary>How long things may take. What isn't set is taken from the agent's own, then from the options.</summary>
public sealed record AgentTimeouts
{
    /// <summary>The whole tree of a run, from when it begins. Only counts where a run begins.</summary>
    /// <value>10 minutes in the options.</value>
    public TimeSpan? Run { get; init; }

    /// <summary>How long a run may wait for its turn in its thread and for a slot before it is Rejected. Only counts where a run begins; the others count from when it does.</summary>
    /// <value>5 minutes in the options.</value>
    public TimeSpan? Queue { get; init; }

    /// <summary>One execution of one agent.</summary>
    /// <value>5 minutes in the options.</value>
    public TimeSpan? Execution { get; init; }

    /// <summary>How long an execution may show no progress: no event, tool call, state write or report. A call under way counts as progress.</summary>
    /// <value>60 seconds in the options.</value>
    public TimeSpan? Idle { get; init; }

    internal static AgentTimeouts Over(AgentTimeouts? first, AgentTimeouts then) => first is null ? then : new AgentTimeouts
    {
        Run = first.Run ?? then.Run,
        Queue = first.Queue ?? then.Queue,
        Execution = first.Execution ?? then.Execution,
        Idle = first.Idle ?? then.Idle,
    };

    internal IEnumerable<string> Faults(string where)
    {
        foreach (var (name, value) in new[] { (nameof(Run), Run), (nameof(Queue), Queue), (nameof(Execution), Execution), (nameof(Idle), Idle) })
        {
            if (value is { } time && time != Timeout.InfiniteTimeSpan && (time <= TimeSpan.Zero || time > TimeSpan.FromDays(365)))
            {
                yield return $"{where}.{name} must be more than zero and at most 365 days, or Timeout.InfiniteTimeSpan; it is {time}.";
            }
        }
    }
}
