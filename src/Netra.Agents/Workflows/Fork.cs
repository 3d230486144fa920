using System.Runtime.ExceptionServices;

namespace Netra.Agents.Workflows;

/// <summary>Strands side by side, until so many have succeeded or can't any more; then the rest is stopped. Ends when all have ended.</summary>
internal sealed class Fork(WorkflowAttempt attempt, int count, int needed, CancellationToken outer) : IDisposable
{
    private readonly LinkedCancellation _cancellation = new(attempt.Strands, outer);
    private readonly Lock _gate = new();
    private int _left = count;
    private int _succeeded;
    private int _failed;
    private int _winner = -1;
    private bool _stopped;
    private StepOutcome _firstFailure;

    internal CancellationToken Token => _cancellation.Token;

    /// <summary>Runs all strands; the first part of each on this thread, one after the other.</summary>
    internal async ValueTask<StepOutcome[]> RunAsync(Func<int, ValueTask<StepOutcome>> strand)
    {
        attempt.Strands.Fork(count);
        var running = new ValueTask<StepOutcome>[count];
        for (var i = 0; i < count; i++)
        {
            running[i] = FollowAsync(strand, i);
        }

        var outcomes = new StepOutcome[count];
        Exception? broken = null;
        for (var i = 0; i < count; i++)
        {
            try
            {
                outcomes[i] = await running[i];
            }
            catch (Exception e)
            {
                broken ??= e;
            }
        }

        if (broken is not null)
        {
            ExceptionDispatchInfo.Throw(broken);
        }

        return outcomes;
    }

    /// <summary>What the strands came to.</summary>
    /// <param name="output">The output when enough have succeeded, from the index of the first that did.</param>
    internal StepOutcome Outcome(Func<int, ContextValue> output)
    {
        if (_succeeded >= needed)
        {
            return StepOutcome.Completed(output(_winner));
        }

        if (outer.IsCancellationRequested || _firstFailure.Error is not { } error)
        {
            return StepOutcome.Cancelled;
        }

        return needed == count ? StepOutcome.Failed(error)
            : StepOutcome.Failed(AgentErrorCodes.JoinFailed, $"{_succeeded} of {count} branches succeeded; {needed} are needed. The first to fail said: {error.Message}");
    }

    public void Dispose() => _cancellation.LetGo();

    private async ValueTask<StepOutcome> FollowAsync(Func<int, ValueTask<StepOutcome>> strand, int index)
    {
        StepOutcome outcome;
        try
        {
            outcome = _stopped ? StepOutcome.Cancelled : await strand(index);
        }
        catch
        {
            Stop();
            EndStrand();
            throw;
        }

        bool decided;
        lock (_gate)
        {
            // Once it is decided the rest doesn't count: what a loser still gives changes nothing.
            if (_succeeded < needed && count - _failed >= needed)
            {
                if (outcome.Succeeded)
                {
                    _winner = _succeeded++ == 0 ? index : _winner;
                }
                else
                {
                    _failed++;
                    _firstFailure = _firstFailure.Error is null && outcome.Status == StepStatus.Failed ? outcome : _firstFailure;
                }
            }

            decided = _succeeded >= needed || count - _failed < needed;
        }

        if (decided)
        {
            Stop();
        }

        EndStrand();
        return outcome;
    }

    /// <summary>The last strand doesn't end: it is the one that goes on after the join.</summary>
    private void EndStrand()
    {
        if (Interlocked.Decrement(ref _left) > 0)
        {
            attempt.Strands.Stand();
        }
    }

    private void Stop()
    {
        _stopped = true;
        _cancellation.Cancel();
    }
}
