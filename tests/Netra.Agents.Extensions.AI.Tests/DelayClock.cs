using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>A clock that only the test moves, and that tells when somebody begins to wait for seconds: longer than a tick, shorter than a deadline.</summary>
internal sealed class DelayClock() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.FromMilliseconds(200) && dueTime < TimeSpan.FromMinutes(1))
        {
            _delays.Writer.TryWrite(dueTime);
        }

        return timer;
    }

    internal ValueTask<TimeSpan> NextDelayAsync(CancellationToken cancellationToken) => _delays.Reader.ReadAsync(cancellationToken);
}
