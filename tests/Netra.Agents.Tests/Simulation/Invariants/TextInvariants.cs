using System.Text;

namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>The pieces that a reader got make up the text that the agent gave: nothing lost, doubled or cut, however often it came back.</summary>
internal static class TextInvariants
{
    internal static void Check(RunRecord run, SeenRun seen, List<string> found)
    {
        if (seen is not { IsComplete: true, MayMiss: false, After: 0 } || seen.Events.Exists(item => item is EventGap))
            return;
        var read = new Dictionary<ExecutionId, StringBuilder>();
        foreach (var item in seen.Events)
            if (item is AgentText text)
            {
                if (!read.TryGetValue(text.ExecutionId, out var pieces))
                    read.Add(text.ExecutionId, pieces = new StringBuilder());
                pieces.Append(text.Text);
            }

        foreach (var (execution, said) in run.Said)
            if (!read.Remove(execution, out var pieces) || !pieces.Equals(said))
                found.Add($"{seen.Name}: the text of execution {execution} reads '{pieces}', and was '{said}'");
        foreach (var (execution, pieces) in read)
            found.Add($"{seen.Name}: execution {execution} never said '{pieces}'");
    }
}
