using Microsoft.Agents.AI;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>A session that holds what was said in it.</summary>
internal sealed class NotedSession(params IEnumerable<string> notes) : AgentSession
{
    internal List<string> Notes { get; } = [.. notes];
}
