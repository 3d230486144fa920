using System.Collections.Frozen;
using Netra.Agents.Contexts;

namespace Netra.Agents.Execution;

internal sealed class AgentRegistry(IEnumerable<AgentRegistration> agents)
{
    private readonly FrozenDictionary<string, AgentRegistration> _agents = agents.ToFrozenDictionary(agent => agent.Name, StringComparer.Ordinal);

    /// <exception cref="UnknownAgentException">No such agent; the message lists those that there are.</exception>
    internal AgentRegistration Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _agents.TryGetValue(name, out var agent)
            ? agent
            : throw new UnknownAgentException($"There is no agent '{IdText.Shown(name)}'. Registered: {(_agents.Count == 0 ? "none" : string.Join(", ", _agents.Keys.Order(StringComparer.Ordinal)))}.");
    }

    internal bool Contains(string name) => _agents.ContainsKey(name);
}
