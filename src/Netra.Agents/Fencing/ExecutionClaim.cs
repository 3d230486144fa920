using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>The right of one execution to have effects: whose it is, which execution, which epoch. Once lost it never comes back.</summary>
/// <remarks>
/// A store that changes something for an execution checks the claim in the same step as the change: in memory with
/// <see cref="TryCommit{TState}"/>, in a database by comparing <see cref="Epoch"/> in the same statement. Safe for concurrent use.
/// </remarks>
public sealed class ExecutionClaim
{
    // Positive while the claim is held; the same number negative once it is lost: one word tells both.
    private long _epoch;

    internal ExecutionClaim(RunIdentity run, ExecutionId executionId, ExecutionClaim? parent, string agentName, long epoch = 1)
    {
        _epoch = epoch;
        Run = run;
        ExecutionId = executionId;
        Parent = parent;
        AgentName = agentName;
    }

    /// <summary>Whose execution it is.</summary>
    public Owner Owner => Run.Owner;

    /// <summary>The run that the execution belongs to.</summary>
    public RunId RunId => Run.RunId;

    /// <summary>The execution.</summary>
    public ExecutionId ExecutionId { get; }

    /// <summary>The execution that called this one; null at the root of the run.</summary>
    public ExecutionId? ParentExecutionId => Parent?.ExecutionId;

    /// <summary>The agent that is executed.</summary>
    public string AgentName { get; }

    /// <summary>Which attempt holds the claim, from 1. A later attempt at the same execution has a greater epoch.</summary>
    public long Epoch => Math.Abs(Volatile.Read(ref _epoch));

    /// <summary>False once the execution has ended. True may be out of date as soon as it is read: to act on it, use <see cref="TryCommit{TState}"/>.</summary>
    public bool IsHeld => Volatile.Read(ref _epoch) > 0;

    internal RunIdentity Run { get; }

    internal ExecutionClaim? Parent { get; }

    /// <summary>Runs <paramref name="commit"/> if the claim is held, in one step with the check: the fence can't fall in between.</summary>
    /// <param name="state">Handed to <paramref name="commit"/>.</param>
    /// <param name="commit">Must be short, must not block and must not call back into the library. An exception passes through.</param>
    /// <returns>False, with nothing done, when the claim is lost.</returns>
    public bool TryCommit<TState>(TState state, Action<TState> commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (Run)
        {
            if (_epoch < 0)
            {
                return false;
            }

            commit(state);
            return true;
        }
    }

    internal void FallNeedsLock() => Volatile.Write(ref _epoch, -Epoch);

    internal void ThrowIfFallen()
    {
        if (!IsHeld)
        {
            throw ExecutionFencedException.For(this);
        }
    }
}
