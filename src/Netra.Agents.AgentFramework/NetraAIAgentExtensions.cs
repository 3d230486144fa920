namespace Netra.Agents;

/// <summary>Shows agents of the library to Microsoft Agent Framework.</summary>
public static class NetraAIAgentExtensions
{
    /// <summary>An agent of the library as an <c>AIAgent</c> for all owners: who is asking is said by the session (<see cref="NetraAIAgent.CreateSession"/>), and without one it refuses to run.</summary>
    /// <param name="core">Where the agent runs.</param>
    /// <param name="agentName">A registered agent or workflow. That there is one shows when it is first run.</param>
    /// <param name="configure">How it shows itself.</param>
    public static NetraAIAgent AsAIAgent(this IAgentExecutionCore core, string agentName, Action<NetraAIAgentOptions>? configure = null) =>
        Of(core, agentName, null, null, configure);

    /// <summary>An agent of the library as an <c>AIAgent</c> for one owner: it needs no session, makes new ones by itself, and refuses those of others.</summary>
    /// <param name="core">Where the agent runs.</param>
    /// <param name="agentName">A registered agent or workflow. That there is one shows when it is first run.</param>
    /// <param name="owner">Who is asking. Never taken from a message.</param>
    /// <param name="grants">What runs may do in the sessions that it makes by itself; nothing by default.</param>
    /// <param name="configure">How it shows itself.</param>
    /// <exception cref="ArgumentException">The owner is missing.</exception>
    public static NetraAIAgent AsAIAgent(this IAgentExecutionCore core, string agentName, Owner owner, Grants? grants = null, Action<NetraAIAgentOptions>? configure = null) =>
        owner == default ? throw new ArgumentException("The owner is missing: a default Owner names nobody and is never taken for everybody.", nameof(owner)) : Of(core, agentName, owner, grants, configure);

    private static NetraAIAgent Of(IAgentExecutionCore core, string agentName, Owner? owner, Grants? grants, Action<NetraAIAgentOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(core);
        ArgumentException.ThrowIfNullOrEmpty(agentName);
        var options = new NetraAIAgentOptions();
        configure?.Invoke(options);
        return new NetraAIAgent(core, agentName, owner, grants, options);
    }
}
