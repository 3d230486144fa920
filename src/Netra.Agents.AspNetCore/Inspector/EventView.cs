using System.Collections.Frozen;

namespace Netra.Agents.AspNetCore;

/// <summary>An event as the inspector shows it: all of it, or what says nothing of what is said.</summary>
internal static class EventView
{
    // What is not named here is payload: a member that a later version adds is hidden until somebody says otherwise.
    private static readonly FrozenSet<string> Open = FrozenSet.Create(
        StringComparer.Ordinal, "type", "execution_id", "parent_execution_id", "agent", "sequence", "first_sequence", "timestamp", "fraction", "call_id", "tool", "expires_at", "degraded",
        "input_tokens", "output_tokens", "step", "step_kind", "attempt", "duration_ms", "error_code", "retry_after_ms");

    internal static ContextValue Of(AgentEvent agentEvent, bool withPayload)
    {
        var json = AgentEventJson.Serialize(agentEvent);
        List<(string, ContextValue)> members = [.. ContextValue.FromJson(json).Entries.Where(member => withPayload || Open.Contains(member.Key)).Select(static member => (member.Key, member.Value))];
        if (agentEvent is WorkflowWaiting waiting)
        {
            members.Add(("step", waiting.Wait.Step));
        }

        members.Add(("bytes", json.Length));
        return ContextValue.Map([.. members]);
    }
}
