using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tools;

namespace Netra.Agents.DependencyInjection;

/// <summary>What a host has registered, as it was said; made into registries, and checked, when the host is first used.</summary>
internal sealed class RegistrationSet(IServiceCollection services)
{
    internal IServiceCollection Services { get; } = services;
    internal NetraAgentsOptions Options { get; } = new();
    internal List<AgentEntry> Agents { get; } = [];
    internal List<ToolEntry> Tools { get; } = [];
    internal List<WorkflowEntry> Workflows { get; } = [];
    internal List<Func<IServiceProvider, IAgentMiddleware>> Middleware { get; } = [];
    internal List<Func<IServiceProvider, IToolMiddleware>> ToolMiddleware { get; } = [];
    internal List<SinkEntry> Sinks { get; } = [];

    internal static RegistrationSet Of(IServiceCollection services) =>
        (RegistrationSet?)services.LastOrDefault(service => service.ServiceType == typeof(RegistrationSet))?.ImplementationInstance
        ?? throw new InvalidOperationException("Call services.AddNetraAgents() first.");

    internal sealed record AgentEntry(string Name, Func<IServiceProvider, AgentDelegate> Make, AgentTimeouts? Timeouts, TurnMode? Turns);

    /// <summary>A workflow that was built, or why it couldn't be.</summary>
    internal sealed record WorkflowEntry(WorkflowDefinition? Definition, string? Fault, AgentTimeouts? Timeouts, TurnMode? Turns);

    internal sealed record ToolEntry(string Name, Func<IServiceProvider, TimeSpan, ToolRegistration> Make);

    internal sealed record SinkEntry(Func<IServiceProvider, IAgentEventSink> Make, EventSinkOptions Options);
}
