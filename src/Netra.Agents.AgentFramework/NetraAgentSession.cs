using Microsoft.Agents.AI;

namespace Netra.Agents;

/// <summary>A conversation of one owner with an agent of the library, as Microsoft Agent Framework holds it. Made by <see cref="NetraAIAgent"/> only.</summary>
/// <remarks>What is said is in the library's state of the thread; here is only whose it is. Serialised, it has no grants: those are given anew when it is read.</remarks>
public sealed class NetraAgentSession : AgentSession
{
    internal NetraAgentSession(string agentName, Owner owner, ThreadId threadId, Grants grants, AgentSessionStateBag? stateBag = null)
        : base(stateBag ?? new AgentSessionStateBag()) => (AgentName, Owner, ThreadId, Grants) = (agentName, owner, threadId, grants);

    /// <summary>Whose conversation it is.</summary>
    public Owner Owner { get; }

    /// <summary>The conversation.</summary>
    public ThreadId ThreadId { get; }

    internal string AgentName { get; }

    internal Grants Grants { get; }
}
