using Microsoft.Extensions.Time.Testing;

namespace Netra.Agents.Tests.Events;

/// <summary>A clock that stands still and tells when somebody has begun to wait on it, so that a test moves it neither too early nor by chance.</summary>
internal sealed class TimerWatch : TimeProvider
{
    private readonly FakeTimeProvider _inner = new(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero));
    private readonly List<TimeSpan> _scheduled = [];
    private readonly List<(TimeSpan Due, int Count, TaskCompletionSource Seen)> _waiters = [];

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long GetTimestamp() => _inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _inner.CreateTimer(callback, state, dueTime, period);
        lock (_scheduled)
        {
            _scheduled.Add(dueTime);
            _waiters.RemoveAll(waiter => IsSeenNeedsLock(waiter.Due, waiter.Count) && waiter.Seen.TrySetResult());
        }

        return timer;
    }

    internal void Advance(TimeSpan time) => _inner.Advance(time);

    /// <summary>Ends when timers of this length were started that many times in all.</summary>
    internal Task StartedAsync(TimeSpan due, int count = 1)
    {
        lock (_scheduled)
        {
            if (IsSeenNeedsLock(due, count))
            {
                return Task.CompletedTask;
            }

            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((due, count, seen));
            return seen.Task.Soon();
        }
    }

    /// <summary>Ends when that many timers of any length were started in all.</summary>
    internal Task AnyStartedAsync(int count) => StartedAsync(TimeSpan.Zero, count);

    private bool IsSeenNeedsLock(TimeSpan due, int count) => _scheduled.Count(scheduled => due == TimeSpan.Zero || scheduled == due) >= count;
}
