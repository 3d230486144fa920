using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>One run of a workflow as the world knows it, over all its attempts and processes.</summary>
internal sealed class FlowRun(int index, int owner, RunId runId, string workflow)
{
    internal int Index { get; } = index;

    internal int Owner { get; } = owner;

    internal RunId RunId { get; } = runId;

    internal string Workflow { get; } = workflow;

    internal string Secret { get; } = Secrets.Of(owner, index);

    /// <summary>True once somebody has asked for it.</summary>
    internal bool IsBegun { get; set; }

    /// <summary>The greatest epoch whose head the store took: who acts under a lower one was taken over.</summary>
    internal long Epoch { get; set; }

    /// <summary>True once its last attempt has written that all is done.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>True once the store was away when the last attempt was to write that all is done: another process can't know, and comes to the same.</summary>
    internal bool MayEndAgain { get; set; }

    /// <summary>The process that told its owner that it was cancelled; null when nobody was told so.</summary>
    internal FlowProcess? CancelledBy { get; set; }

    /// <summary>The places of steps, and of parts of steps, whose checkpoints the store took.</summary>
    internal HashSet<string> Finished { get; } = [];

    /// <summary>How often each attempt began what is at a place.</summary>
    internal Dictionary<(ExecutionId Attempt, string At), int> Begun { get; } = [];

    /// <summary>How often a call that may be made once was made.</summary>
    internal Dictionary<string, int> BegunOnce { get; } = [];

    internal HashSet<ExecutionId> Attempts { get; } = [];

    /// <summary>The attempts that had begun when the owner was told that the run was cancelled.</summary>
    internal HashSet<ExecutionId> AttemptsBeforeCancel { get; } = [];

    /// <summary>The attempts that the store has told that they were taken over.</summary>
    internal HashSet<ExecutionId> Fenced { get; } = [];

    /// <summary>Each wait and where it is.</summary>
    internal SortedDictionary<string, string> Waits { get; } = new(StringComparer.Ordinal);

    /// <summary>The answer to each wait that the store took.</summary>
    internal Dictionary<string, ContextValue> Kept { get; } = [];

    /// <summary>All events that anybody saw, by their place: a place is given once.</summary>
    internal SortedDictionary<long, AgentEvent> Events { get; } = [];

    internal List<AgentExecutionResult> Results { get; } = [];
}
