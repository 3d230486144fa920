using System.Runtime.ExceptionServices;

namespace Netra.Agents.Workflows;

/// <summary>Strands side by side, until so many have succeeded or can't any more; then the rest is stopped. Ends when all have ended.</summary>
internal sealed class Fork : IDisposable
{
    private readonly LinkedCancellation _cancellation;
    private readonly Lock _gate = new();
    private readonly WorkflowAttempt _attempt;
    private readonly WorkflowStrands _strands;
    private readonly CancellationToken _outer;
    private readonly int _count;
    private readonly int _needed;
    private int _left;
    private int _succeeded;
    private int _failed;
    private int _winner = -1;
    private bool _stopped;
    private StepOutcome _firstFailure;

    internal Fork(WorkflowAttempt attempt, int count, int needed, CancellationToken outer)
    {
        (_attempt, _strands, _count, _needed, _outer, _left) = (attempt, attempt.Strands, count, needed, outer, count);
        _cancellation = new LinkedCancellation(_strands, outer);
    }

    internal CancellationToken Token => _cancellation.Token;

    /// <summary>Runs all strands; the first part of each on this thread, one after the other.</summary>
    internal async ValueTask<StepOutcome[]> RunAsync(Func<int, ValueTask<StepOutcome>> strand)
    {
        _strands.Fork(_count);
        var outcomes = new StepOutcome[_count];
        Task<StepOutcome>?[]? running = null;
        for (var i = 0; i < _count; i++)
        {
            var following = FollowAsync(strand, i);
            if (following.IsCompletedSuccessfully)
            {
                outcomes[i] = following.Result;
            }
            else
            {
                (running ??= new Task<StepOutcome>?[_count])[i] = following.AsTask();
            }
        }

        Exception? broken = null;
        for (var i = 0; running is not null && i < _count; i++)
        {
            try
            {
                if (running[i] is { } task)
                {
                    outcomes[i] = await task;
                }
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
        if (_succeeded >= _needed)
        {
            return StepOutcome.Completed(output(_winner));
        }

        if (_outer.IsCancellationRequested || _firstFailure.Error is not { } error)
        {
            return StepOutcome.Cancelled;
        }

        return _needed == _count ? StepOutcome.Failed(error)
            : StepOutcome.Failed(AgentErrorCodes.JoinFailed, $"{_succeeded} of {_count} branches succeeded; {_needed} are needed. The first to fail said: {error.Message}");
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
            _attempt.Break();
            Stop();
            EndStrand();
            throw;
        }

        bool decided;
        lock (_gate)
        {
            // Once it is decided the rest doesn't _count: what a loser still gives changes nothing.
            if (_succeeded < _needed && _count - _failed >= _needed)
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

            decided = _succeeded >= _needed || _count - _failed < _needed;
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
            _strands.Stand();
        }
    }

    private void Stop()
    {
        _stopped = true;
        _cancellation.Cancel();
    }
}
