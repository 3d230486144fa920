namespace Netra.Agents.Execution;

/// <summary>A declared silence of an execution, until it is disposed or its time is over.</summary>
internal sealed class QuietPhase(RunningExecution execution, long untilUtcTicks) : IDisposable
{
    internal long UntilUtcTicks { get; } = untilUtcTicks;

    internal QuietPhase? Next { get; set; }

    public void Dispose() => execution.EndQuiet(this);
}
