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
    private readonly List<(List<Activity> Of, int Count, TaskCompletionSource Reached)> _counts = [];

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
    internal Task StartedAsync(int count) => CountAsync(_started, count);

    /// <summary>Ends when so many spans have stopped. One that was stopped while it was started stops after its run's end is told.</summary>
    internal Task StoppedAsync(int count) => CountAsync(_stopped, count);

    private Task CountAsync(List<Activity> list, int count)
    {
        lock (_gate)
        {
            if (list.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _counts.Add((list, count, reached));
            return reached.Task;
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
            _counts.FindAll(waiting => ReferenceEquals(waiting.Of, list) && list.Count >= waiting.Count).ForEach(waiting => waiting.Reached.TrySetResult());

            if (ReferenceEquals(list, _stopped))
            {
                _waiting.FindAll(waiting => waiting.Name == activity.DisplayName).ForEach(waiting => waiting.Reached.TrySetResult(activity));
            }
        }
    }
}
