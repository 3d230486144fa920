namespace Netra.Agents;

/// <summary>Says what happens, bound to one execution. Never waits, and never fails for want of a listener.</summary>
public readonly struct ExecutionEvents
{
    private readonly AgentExecution _execution;

    internal ExecutionEvents(AgentExecution execution) => _execution = execution;

    /// <summary>A piece of the answer, as it is written. The pieces are for watching; the answer is what the agent returns.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public void Text(string delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        _execution.Emit(new AgentText(_execution.Claim, delta));
    }

    /// <summary>What the agent is about to do, or a model's reasoning.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public void Thinking(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _execution.Emit(new AgentThinking(_execution.Claim, text));
    }

    /// <summary>How far the agent is.</summary>
    /// <param name="message">What it does just now.</param>
    /// <param name="fraction">How much is done, from 0 to 1.</param>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction isn't from 0 to 1.</exception>
    public void Progress(string? message, double? fraction = null)
    {
        if (fraction is < 0 or > 1 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction must be from 0 to 1.");
        }

        _execution.Emit(new AgentProgress(_execution.Claim, message, fraction));
    }
}
