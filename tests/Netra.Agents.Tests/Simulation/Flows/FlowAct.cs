namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Something of a run at work.</summary>
internal readonly record struct FlowAct(FlowWorld World, FlowRun Run, AgentExecution Execution);
