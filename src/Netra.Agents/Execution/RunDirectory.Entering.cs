using Netra.Agents.Scheduling;

namespace Netra.Agents.Execution;

/// <summary>How runs come in and go out: one turn a thread, a slot each.</summary>
internal sealed partial class RunDirectory
{
    /// <summary>Adds a run if it may begin or wait; when the owner has one of that id already, gives that one and adds nothing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="mode">What happens when its thread has a turn under way.</param>
    /// <param name="there">The run of that id.</param>
    /// <param name="previous">Those that are to be cancelled for it, in their order.</param>
    internal RunEntry AddOrFind(AgentRun run, TurnMode mode, out AgentRun? there, out List<Ticket>? previous)
    {
        var share = shares.Of(run.Identity.Owner);
        while (true)
        {
            var runs = _owners.GetOrAdd(run.Identity.Owner, static owner => new OwnerRuns(owner));
            RunEntry entry;
            bool mustServe;
            lock (runs)
            {
                (there, previous) = (null, null);
                if (runs.IsClosedNeedsLock)
                {
                    continue;
                }

                if (runs.ErasuresNeedsLock > 0)
                {
                    return RunEntry.Erasing;
                }

                there = runs.FindNeedsLock(run.Identity.RunId);
                if (there is not null)
                {
                    return RunEntry.There;
                }

                (run.Owner, runs.Line.Share) = (runs, share);
                entry = EnterNeedsLock(run, mode, out previous, out mustServe);
                if (entry <= RunEntry.WaitsForTurn)
                {
                    runs.AddNeedsLock(run);
                }
            }

            if (mustServe)
            {
                slots.Serve(runs.Line);
            }

            return entry;
        }
    }

    /// <summary>Adds another attempt at a run in the place of the last one that this process knows, or of none.</summary>
    /// <param name="last">The last attempt.</param>
    /// <param name="run">This one.</param>
    /// <param name="mode">What happens when its thread has a turn under way.</param>
    /// <param name="place">The place that was kept for it.</param>
    internal RunEntry Replace(AgentRun? last, AgentRun run, TurnMode mode, OwnerRuns place)
    {
        RunEntry entry;
        bool mustServe;
        lock (place)
        {
            if (place.ErasuresNeedsLock > 0)
            {
                return RunEntry.Erasing;
            }

            if (last is not null && last.Result is null || !ReferenceEquals(place.FindNeedsLock(run.Identity.RunId), last))
            {
                return RunEntry.There;
            }

            run.Owner = place;
            run.NotePlace();
            entry = EnterNeedsLock(run, mode, out _, out mustServe);
            if (last is null)
            {
                place.AddNeedsLock(run);
            }
            else
            {
                place.ReplaceNeedsLock(last, run);
                Interlocked.Decrement(ref _retained);
            }
        }

        if (mustServe)
        {
            slots.Serve(place.Line);
        }

        return entry;
    }

    /// <summary>Keeps a place for a run that can't be refused any more once it is made; null when too many wait.</summary>
    internal OwnerRuns? TryKeepPlace(Owner owner)
    {
        var share = shares.Of(owner);
        while (true)
        {
            var runs = _owners.GetOrAdd(owner, static owner => new OwnerRuns(owner));
            lock (runs)
            {
                if (runs.IsClosedNeedsLock)
                {
                    continue;
                }

                runs.Line.Share = share;
                return places.TryTake(runs.Line) ? runs : null;
            }
        }
    }

    internal void GivePlace(OwnerRuns place) => places.Give(place.Line);

    internal RunSlots Slots => slots;

    internal WaitingPlaces Places => places;

    /// <summary>The line of an owner that is known; null otherwise.</summary>
    internal OwnerLine? LineOf(Owner owner) => _owners.TryGetValue(owner, out var runs) ? runs.Line : null;

    /// <summary>About how long it takes until there is room again.</summary>
    internal TimeSpan RetryAfter => slots.RetryAfter;

    /// <summary>Puts a run that has its turn into the line for a slot.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isBack">True for one that has begun, and gave its slot back for a while.</param>
    internal void Queue(AgentRun run, bool isBack) => slots.Queue(run, isBack);

    internal bool Yield(AgentRun run) => slots.Yield(run);

    /// <summary>Gives back what an ended run had, and lets the next one of its thread go on.</summary>
    private void Leave(AgentRun run, Ticket? next)
    {
        slots.End(run);
        run.EndBreaks();
        if (next is null)
        {
            return;
        }

        if (slots.TryTake(next, out var mustServe))
        {
            next.Granted();
            return;
        }

        slots.Queue(next, isBack: false);
        if (mustServe)
        {
            slots.Serve(next.Line);
        }
    }

    private RunEntry EnterNeedsLock(AgentRun run, TurnMode mode, out List<Ticket>? previous, out bool mustServe)
    {
        (previous, mustServe) = (null, false);
        var turns = run.Line.Turns;
        var holder = mode == TurnMode.Parallel ? null : turns.HolderNeedsLock(run.ThreadId);
        if (holder is null && slots.TryTake(run, out mustServe))
        {
            if (mode != TurnMode.Parallel)
            {
                turns.EnterNeedsLock(run);
            }

            return RunEntry.Begins;
        }

        if (holder is not null && mode == TurnMode.Reject)
        {
            return RunEntry.TurnTaken;
        }

        if (!run.HasPlace && !places.TryTake(run))
        {
            return RunEntry.QueueFull;
        }

        if (mode == TurnMode.CancelPrevious)
        {
            for (var at = holder; at is not null; at = at.NextInThread)
            {
                (previous ??= []).Add(at);
            }
        }

        return mode == TurnMode.Parallel || turns.EnterNeedsLock(run) ? RunEntry.WaitsForSlot : RunEntry.WaitsForTurn;
    }
}
