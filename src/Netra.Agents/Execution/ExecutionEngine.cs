using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Diagnostics;
using Netra.Agents.Events;
using Netra.Agents.State;
using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>What every execution needs of the host, in one place.</summary>
internal sealed class ExecutionEngine(
    ExecutionSettings settings, AgentRegistry agents, ToolDispatcher tools, IStateStore state, StateWrites stateWrites, RunDirectory directory, IServiceScopeFactory scopes,
    TimeProvider clock, IEntropySource entropy, AgentDiagnostics diagnostics, Budgets budgets, EventCounters eventCounters, SinkPump[] pumps)
{
    internal ExecutionSettings Settings { get; } = settings;
    internal AgentRegistry Agents { get; } = agents;
    internal ToolDispatcher Tools { get; } = tools;
    internal IStateStore State { get; } = state;
    internal StateWrites StateWrites { get; } = stateWrites;
    internal RunDirectory Directory { get; } = directory;
    internal IServiceScopeFactory Scopes { get; } = scopes;
    internal TimeProvider Clock { get; } = clock;
    internal IEntropySource Entropy { get; } = entropy;
    internal AgentDiagnostics Diagnostics { get; } = diagnostics;
    internal Budgets Budgets { get; } = budgets;
    internal EventCounters EventCounters { get; } = eventCounters;
    internal SinkPump[] Pumps { get; } = pumps;
    internal OutputShapes Shapes { get; } = new();
}
