namespace Netra.Agents.AspNetCore;

/// <summary>The agent that the health check runs: says its input, and gives it back.</summary>
internal static class CanaryAgent
{
    internal const string Name = "netra.health";

    /// <summary>Nobody that a request can be: who is known from claims has an issuer in their name.</summary>
    internal static Owner Owner { get; } = new(new TenantId("netra.agents"), new UserId("netra.agents.health"));

    internal static AgentOutput Execute(AgentExecution execution, CancellationToken cancellationToken)
    {
        execution.Events.Text(execution.Input.AsString());
        return AgentOutput.FromValue(execution.Input);
    }
}
