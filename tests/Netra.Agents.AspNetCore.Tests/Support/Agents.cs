using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore.Tests.Support;

/// <summary>Agents that tests ask.</summary>
internal static class Agents
{
    /// <summary>Says "Hel" and "lo", and answers what it was asked.</summary>
    internal static INetraAgentsBuilder AddEcho(this INetraAgentsBuilder agents) => agents.AddAgent("echo", (execution, _) =>
    {
        execution.Events.Text("Hel");
        execution.Events.Text("lo");
        return new ValueTask<AgentOutput>(AgentOutput.FromValue(execution.Input));
    });

    /// <summary>Says "begun", waits for the gate, and answers what it was asked.</summary>
    internal static INetraAgentsBuilder AddGated(this INetraAgentsBuilder agents, Task gate) => agents.AddAgent("gated", async (execution, cancellationToken) =>
    {
        execution.Events.Text("begun");
        await gate.WaitAsync(cancellationToken);
        return AgentOutput.FromValue(execution.Input);
    });
}
