using Microsoft.Agents.AI;

namespace ForeignAgents;

internal sealed class NoteSession(IEnumerable<string> notes) : AgentSession
{
    internal List<string> Notes { get; } = [.. notes];
}
