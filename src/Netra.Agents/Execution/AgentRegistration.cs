namespace Netra.Agents.Execution;

/// <summary>An agent as the engine uses it: its pipeline, linked once, and its deadlines.</summary>
internal sealed class AgentRegistration(string name, AgentDelegate pipeline, AgentTimeouts timeouts)
{
    internal string Name { get; } = name;
    internal AgentDelegate Pipeline { get; } = pipeline;
    internal AgentTimeouts Timeouts { get; } = timeouts;
    internal string ActivityName { get; } = $"invoke_agent {name}";
}
