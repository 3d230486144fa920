namespace Netra.Agents.Execution;

/// <summary>An agent as the engine uses it: its pipeline, linked once, and its deadlines.</summary>
internal sealed class AgentRegistration(string name, AgentDelegate pipeline, AgentTimeouts timeouts, TurnMode turns, bool isWorkflow = false)
{
    internal string Name { get; } = name;
    internal AgentDelegate Pipeline { get; } = pipeline;
    internal AgentTimeouts Timeouts { get; } = timeouts;
    internal TurnMode Turns { get; } = turns;
    internal bool IsWorkflow { get; } = isWorkflow;
    internal string ActivityName { get; } = isWorkflow ? $"invoke_workflow {name}" : $"invoke_agent {name}";
}
