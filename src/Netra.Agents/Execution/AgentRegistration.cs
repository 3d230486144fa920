namespace Netra.Agents.Execution;

/// <summary>An agent as the engine uses it: its pipeline, linked once, and its deadlines.</summary>
internal sealed class AgentRegistration(string name, AgentDelegate pipeline, AgentTimeouts timeouts, TurnMode turns, bool isWorkflow = false)
{
    internal string Name { get; } = name;
    internal AgentDelegate Pipeline { get; } = pipeline;
    internal ExecutionTerms Terms { get; } = new(timeouts, null);
    internal TurnMode Turns { get; } = turns;
    internal bool IsWorkflow { get; } = isWorkflow;
    internal string ActivityName { get; } = isWorkflow ? $"invoke_workflow {name}" : $"invoke_agent {name}";

    internal ExecutionTerms TermsFor(AgentRequest request, OutputShape? shape) =>
        request.Timeouts is null && shape is null ? Terms : new ExecutionTerms(AgentTimeouts.Over(request.Timeouts, Terms.Timeouts), shape);
}
