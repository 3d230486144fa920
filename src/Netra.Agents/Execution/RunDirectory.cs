using System.Collections.Concurrent;
using Netra.Agents.Scheduling;
using Netra.Agents.State;
using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>All runs, by owner first: nothing is found by a run id alone. Bounded for an owner, in time and in all.</summary>
internal sealed partial class RunDirectory(ExecutionSettings settings, RunSlots slots, WaitingPlaces places, OwnerShares shares) : IClaimLookup, IToolCallHostLookup
{
    private readonly ConcurrentDictionary<Owner, OwnerRuns> _owners = new();
    private int _retained;

    internal int Owners => _owners.Count;

    internal AgentRun? Find(Owner owner, RunId runId)
    {
        if (!_owners.TryGetValue(owner, out var runs))
        {
            return null;
        }

        lock (runs)
        {
            return runs.FindNeedsLock(runId);
        }
    }

    /// <summary>Notes that a run has ended, and lets go of its owner's oldest when there are too many.</summary>
    internal void Ended(AgentRun run, AgentExecutionResult result, long endedUtcTicks)
    {
        var runs = run.Owner;
        Ticket? next;
        lock (runs)
        {
            run.EndNeedsOwnersLock(result, endedUtcTicks);
            next = runs.Line.Turns.LeaveNeedsLock(run);
            if (!run.IsErasedNeedsLock)
            {
                RetainNeedsLock(runs, run);
            }
        }

        slots.Note(result.Duration);
        Leave(run, next);
    }

    private void RetainNeedsLock(OwnerRuns runs, AgentRun run)
    {
        runs.RetainNeedsLock(run);
        var retained = Interlocked.Increment(ref _retained);
        while (runs.EndedNeedsLock > settings.RetainedRunsPerOwner || (runs.EndedNeedsLock > 1 && retained > settings.RetainedRuns))
        {
            runs.ForgetOldestNeedsLock();
            retained = Interlocked.Decrement(ref _retained);
        }
    }

    internal void CopyLive(List<AgentRun> to)
    {
        foreach (var (_, runs) in _owners)
        {
            lock (runs)
            {
                runs.CopyLiveNeedsLock(to);
            }
        }
    }

    internal List<AgentRun> RunsOf(Owner owner)
    {
        var copy = new List<AgentRun>();
        if (_owners.TryGetValue(owner, out var runs))
        {
            lock (runs)
            {
                runs.CopyNeedsLock(copy);
            }
        }

        return copy;
    }

    internal List<AgentRun> RunsOf(RunsOf whose)
    {
        var copy = new List<AgentRun>();
        foreach (var (owner, runs) in _owners)
        {
            if (whose.Includes(owner))
            {
                lock (runs)
                {
                    runs.CopyNeedsLock(copy);
                }
            }
        }

        return copy;
    }

    /// <summary>Takes all runs of an owner out, so that nobody finds them any more, and lets none begin until <see cref="EndErasure"/>.</summary>
    internal (OwnerRuns Runs, List<AgentRun> Taken) BeginErasure(Owner owner)
    {
        while (true)
        {
            var runs = _owners.GetOrAdd(owner, static owner => new OwnerRuns(owner));
            lock (runs)
            {
                if (runs.IsClosedNeedsLock)
                {
                    continue;
                }

                var taken = new List<AgentRun>();
                Interlocked.Add(ref _retained, -runs.EndedNeedsLock);
                runs.ErasuresNeedsLock++;
                runs.TakeAllNeedsLock(taken);
                taken.ForEach(static run => run.IsErasedNeedsLock = true);
                return (runs, taken);
            }
        }
    }

    internal void EndErasure(OwnerRuns runs)
    {
        lock (runs)
        {
            runs.ErasuresNeedsLock--;
            if (runs.CloseIfEmptyNeedsLock())
            {
                _owners.TryRemove(new KeyValuePair<Owner, OwnerRuns>(runs.Owner, runs));
            }
        }
    }

    /// <summary>Lets go of runs that ended before <paramref name="endedBeforeUtcTicks"/>, and of owners without any; true when nothing is left.</summary>
    internal bool ForgetEnded(long endedBeforeUtcTicks)
    {
        foreach (var pair in _owners)
        {
            lock (pair.Value)
            {
                while (pair.Value.OldestEndedNeedsLock is { } run && run.EndedUtcTicks <= endedBeforeUtcTicks)
                {
                    pair.Value.ForgetOldestNeedsLock();
                    Interlocked.Decrement(ref _retained);
                }

                if (pair.Value.CloseIfEmptyNeedsLock())
                {
                    _owners.TryRemove(pair);
                }
            }
        }

        return _owners.IsEmpty;
    }

    public ExecutionClaim? ClaimOf(UserExecutionContext userContext) => userContext.Run.HasBegun ? ExecutionOf(userContext).Claim : null;

    public bool IsLive(Owner owner, RunId runId, ExecutionId executionId)
    {
        if (Find(owner, runId) is not { } run)
        {
            return false;
        }

        lock (run.Identity)
        {
            return run.Root?.HoldsNeedsLock(executionId) is true;
        }
    }

    public IToolCallHost HostOf(UserExecutionContext userContext) => userContext.Run.HasBegun
        ? ExecutionOf(userContext)
        : throw new InvalidOperationException("Tools are called by executions only, and this context has begun no run. Run an agent that calls the tool.");

    private RunningExecution ExecutionOf(UserExecutionContext userContext)
    {
        if (Find(userContext.Owner, userContext.RunId) is { } run && ReferenceEquals(run.Identity, userContext.Run))
        {
            lock (run.Identity)
            {
                if (run.Root?.FindLiveNeedsLock(userContext) is { } execution)
                {
                    return execution;
                }
            }
        }

        throw new ExecutionFencedException($"The execution that request {userContext.RequestId} belonged to has ended; it can't have effects any more.");
    }
}
