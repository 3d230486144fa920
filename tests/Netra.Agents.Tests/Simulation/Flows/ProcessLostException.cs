namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>The process died before it answered; what it did until then, nobody knows.</summary>
internal sealed class ProcessLostException : Exception;
