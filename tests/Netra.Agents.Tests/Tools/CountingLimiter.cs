namespace Netra.Agents.Tests.Tools;

/// <summary>Counts who was let in and who has left.</summary>
internal sealed class CountingLimiter : IToolLimiter
{
    private int _entered;
    private int _left;

    internal AgentError? Refusal { get; set; }

    internal Exception? Failure { get; set; }

    internal Exception? FailureOfExit { get; set; }

    internal int Entered => _entered;

    internal int Left => _left;

    public AgentError? TryEnter(Owner owner, ToolDefinition tool)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Refusal is null)
        {
            Interlocked.Increment(ref _entered);
        }

        return Refusal;
    }

    public void Exit(Owner owner, ToolDefinition tool)
    {
        Interlocked.Increment(ref _left);
        if (FailureOfExit is not null)
        {
            throw FailureOfExit;
        }
    }
}
