using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>What it takes to begin one run.</summary>
internal sealed record RunStart(RunRecord Record, Owner Owner, ThreadId Thread, string Agent, Grants Grants, ContextValue Input, AgentTimeouts? Timeouts)
{
    internal AgentRequest Request => new(Input) { Timeouts = Timeouts };

    internal UserExecutionContext NewContext(World world, bool forThisRun = false) =>
        UserExecutionContext.FromRequest(Owner, Thread, Grants, world.Options(forThisRun ? Record.RunId : null));
}
