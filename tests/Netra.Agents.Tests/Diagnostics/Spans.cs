using System.Diagnostics;

namespace Netra.Agents.Tests.Diagnostics;

/// <summary>The spans of what a test starts, apart from those of the tests that run at the same time: they are of another trace.</summary>
internal sealed class Spans : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Activity> _started = [];
    private readonly List<Activity> _stopped = [];
    private readonly List<(string Name, TaskCompletionSource<Activity> Reached)> _waiting = [];
    private readonly ActivityListener _listener;
    private (int Count, TaskCompletionSource? Reached) _startedCount;

    /// <summary>Makes the caller's own activity current, under which the library's are to be found.</summary>
    internal Spans()
    {
        Caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == NetraAgentsDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => Note(_started, activity),
            ActivityStopped = activity => Note(_stopped, activity),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal Activity Caller { get; }

    internal IReadOnlyList<Activity> Started => Copy(_started);

    internal IReadOnlyList<Activity> Stopped => Copy(_stopped);

    internal Activity this[string name] => Assert.Single(Stopped, activity => activity.DisplayName == name);

    /// <summary>Ends when so many spans have started.</summary>
    internal Task StartedAsync(int count)
    {
        lock (_gate)
        {
            _startedCount = (count, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _started.Count >= count ? Task.CompletedTask : _startedCount.Reached!.Task;
        }
    }

    /// <summary>Ends when a span of that name has stopped.</summary>
    internal Task<Activity> StoppedAsync(string name)
    {
        lock (_gate)
        {
            if (_stopped.Find(activity => activity.DisplayName == name) is { } there)
            {
                return Task.FromResult(there);
            }

            var reached = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((name, reached));
            return reached.Task;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Caller.Dispose();
    }

    private List<Activity> Copy(List<Activity> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Note(List<Activity> list, Activity activity)
    {
        if (activity.TraceId != Caller.TraceId)
        {
            return;
        }

        lock (_gate)
        {
            list.Add(activity);
            if (_started.Count >= _startedCount.Count)
            {
                _startedCount.Reached?.TrySetResult();
            }

            if (ReferenceEquals(list, _stopped))
            {
                _waiting.FindAll(waiting => waiting.Name == activity.DisplayName).ForEach(waiting => waiting.Reached.TrySetResult(activity));
            }
        }
    }
}
