using Netra.Agents.Scheduling;
using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>The runs of one owner, live and retained. Nobody else's pressure can push them out.</summary>
internal sealed class OwnerRuns(Owner owner)
{
    private const int FewRuns = 4;

    private readonly List<AgentRun> _few = new(1);
    private Dictionary<RunId, AgentRun>? _many;
    private Queue<AgentRun>? _ended;

    internal Owner Owner { get; } = owner;

    internal OwnerCalls Calls { get; } = new();

    internal OwnerLine Line { get; } = new();

    /// <summary>True once the directory has let go of this object: whoever holds it asks for another.</summary>
    internal bool IsClosedNeedsLock { get; private set; }

    /// <summary>How many erasures of the owner are under way: as long as one is, no run begins.</summary>
    internal int ErasuresNeedsLock { get; set; }

    internal int EndedNeedsLock => _ended?.Count ?? 0;

    internal AgentRun? FindNeedsLock(RunId runId)
    {
        if (_many is not null)
        {
            return _many.GetValueOrDefault(runId);
        }

        foreach (var run in _few)
        {
            if (run.Identity.RunId == runId)
            {
                return run;
            }
        }

        return null;
    }

    internal void AddNeedsLock(AgentRun run)
    {
        if (_many is null && _few.Count == FewRuns)
        {
            _many = _few.ToDictionary(few => few.Identity.RunId);
            _few.Clear();
        }

        if (_many is null)
        {
            _few.Add(run);
        }
        else
        {
            _many.Add(run.Identity.RunId, run);
        }
    }

    /// <summary>Puts another attempt in the place of one that has ended.</summary>
    internal void ReplaceNeedsLock(AgentRun ended, AgentRun run)
    {
        _ended = new Queue<AgentRun>(_ended!.Where(other => !ReferenceEquals(other, ended)));
        if (_many is null)
        {
            _few[_few.IndexOf(ended)] = run;
        }
        else
        {
            _many[run.Identity.RunId] = run;
        }
    }

    internal void RetainNeedsLock(AgentRun run) => (_ended ??= new Queue<AgentRun>()).Enqueue(run);

    /// <summary>Lets go of the run that ended first.</summary>
    internal void ForgetOldestNeedsLock()
    {
        var run = _ended!.Dequeue();
        if (_many?.Remove(run.Identity.RunId) is null)
        {
            _few.Remove(run);
        }
    }

    internal AgentRun? OldestEndedNeedsLock => _ended is { Count: > 0 } ? _ended.Peek() : null;

    internal void CopyLiveNeedsLock(List<AgentRun> to)
    {
        if (_many is null)
        {
            foreach (var run in _few)
            {
                AddIfLive(run);
            }

            return;
        }

        foreach (var run in _many.Values)
        {
            AddIfLive(run);
        }

        void AddIfLive(AgentRun run)
        {
            if (run.Result is null)
            {
                to.Add(run);
            }
        }
    }

    internal void CopyNeedsLock(List<AgentRun> to) => to.AddRange(_many is null ? _few : _many.Values);

    /// <summary>Lets go of all runs, also of those that are live.</summary>
    internal void TakeAllNeedsLock(List<AgentRun> to)
    {
        CopyNeedsLock(to);
        _few.Clear();
        (_many, _ended) = (null, null);
    }

    internal bool CloseIfEmptyNeedsLock() => IsClosedNeedsLock = ErasuresNeedsLock == 0 && Line.Places == 0 && _few.Count == 0 && _many is null or { Count: 0 };
}
