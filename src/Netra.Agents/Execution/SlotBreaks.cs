namespace Netra.Agents.Execution;

/// <summary>The times in which a run waits for a person: it holds no slot then, and goes on when it has one again.</summary>
/// <remarks>A run whose parallel parts go on while one of them waits does so without a slot: that is rather less fair than a tool call that keeps others out for hours.</remarks>
internal sealed class SlotBreaks(AgentRun run)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _back;
    private bool _isAway;

    internal void Begin()
    {
        lock (_gate)
        {
            _isAway = _isAway || run.Engine.Directory.Yield(run);
        }
    }

    /// <summary>Comes back when the run has a slot again, or has ended.</summary>
    internal Task EndAsync()
    {
        TaskCompletionSource back;
        lock (_gate)
        {
            if (!_isAway)
            {
                return Task.CompletedTask;
            }

            if (_back is not null)
            {
                return _back.Task;
            }

            back = _back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        run.Engine.Directory.Queue(run, isBack: true);
        return back.Task;
    }

    /// <summary>The run has its slot back, or will never need one again.</summary>
    internal void Over()
    {
        TaskCompletionSource? back;
        lock (_gate)
        {
            (back, _back, _isAway) = (_back, null, false);
        }

        back?.TrySetResult();
    }
}
