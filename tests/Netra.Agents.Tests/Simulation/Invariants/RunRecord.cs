using System.Text;

namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>One run as the world knows it: what its agents really did, who saw what, and what its callers were told.</summary>
internal sealed class RunRecord(int index, int owner, RunId runId)
{
    internal int Index { get; } = index;

    internal int Owner { get; } = owner;

    internal RunId RunId { get; } = runId;

    /// <summary>True once somebody has asked for it.</summary>
    internal bool IsBegun { get; set; }

    /// <summary>The text that each execution gave, as it gave it.</summary>
    internal Dictionary<ExecutionId, StringBuilder> Said { get; } = [];

    internal List<AgentExecutionResult> Results { get; } = [];

    internal List<SeenRun> Seen { get; } = [];

    internal void Add(ExecutionId execution, string text)
    {
        if (!Said.TryGetValue(execution, out var said))
            Said.Add(execution, said = new StringBuilder());
        said.Append(text);
    }
}
