using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore;

/// <summary>An open connection of one owner: what is written to it, one frame after the other, and when it has to end.</summary>
/// <remarks>A reader that is slow holds up its own frames only: a run's log keeps what it hasn't read, and merges text.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Neither has a handle or a timer to free, and a late write may still look at them.")]
internal abstract class LiveConnection(Caller caller, AgentEndpointOptions options, TimeProvider clock) : IAgentEventSink
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _following = new();
    private long _frameSince;
    private long _activeAt = clock.GetTimestamp();
    private long _askedAt = clock.GetTimestamp();
    private long _endedAt;
    private int _end;
    private Task? _ending;
    private int _asks;

    internal Caller Caller { get; } = caller;

    /// <summary>Cancelled when nothing more is to be followed on this connection.</summary>
    internal CancellationToken Following => _following.Token;

    internal ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    protected TimeProvider Clock { get; } = clock;

    protected AgentEndpointOptions Options { get; } = options;

    /// <summary>True while a run is followed: such a connection is not idle, and a host that stops lets it go on for a while.</summary>
    internal abstract bool IsBusy { get; }

    public abstract ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken);

    /// <summary>Cuts the line at once.</summary>
    internal abstract void Abort();

    /// <summary>Asks the connection to end, with a word for the client. The first reason counts.</summary>
    /// <returns>Completes when the word is gone, or never will be; doesn't fail.</returns>
    internal Task Finish(ConnectionEnd end)
    {
        lock (_turn)
        {
            if (_ending is null)
            {
                Volatile.Write(ref _end, (int)end);
                Volatile.Write(ref _endedAt, Clock.GetTimestamp());
                _ending = EndAsync();
            }

            return _ending;
        }
    }

    /// <summary>Looks after the connection, every second or so. Never waits.</summary>
    internal void Look(IServiceProvider services)
    {
        var now = Clock.GetTimestamp();
        if (IsOver(ref _frameSince, now, Options.FrameTimeout) || IsOver(ref _endedAt, now, Options.FrameTimeout) || IsStuck(now))
        {
            Abort();
        }
        else if (Caller.Until <= Clock.GetUtcNow())
        {
            _ = Finish(ConnectionEnd.SignedOut);
        }
        else if (!IsBusy && Clock.GetElapsedTime(Volatile.Read(ref _activeAt), now) >= Options.IdleClose)
        {
            _ = Finish(ConnectionEnd.Idle);
        }
        else if (Options.Revalidate is { } revalidate && Clock.GetElapsedTime(Volatile.Read(ref _askedAt), now) >= Options.RevalidateEvery && Interlocked.Exchange(ref _asks, 1) == 0)
        {
            _ = RevalidateAsync(services, revalidate);
        }
        else if (Volatile.Read(ref _frameSince) == 0)
        {
            Beat(now);
        }
    }

    /// <summary>Notes that the client or a run is active.</summary>
    protected void Touch() => Volatile.Write(ref _activeAt, Clock.GetTimestamp());

    protected TimeSpan SilentFor(long now) => Clock.GetElapsedTime(Volatile.Read(ref _activeAt), now);

    /// <summary>Says why, as far as the protocol can.</summary>
    protected abstract ValueTask SayEndAsync();

    protected virtual void Beat(long now) { }

    /// <summary>True when the client has begun a message and doesn't end it.</summary>
    protected virtual bool IsStuck(long now) => false;

    protected bool IsOver(ref long since, long now, TimeSpan limit)
    {
        var at = Volatile.Read(ref since);
        return at != 0 && Clock.GetElapsedTime(at, now) >= limit;
    }

    /// <summary>Writes one frame, when those before it are gone. A line that takes too long for it is cut by whoever looks after it.</summary>
    protected async ValueTask InTurnAsync(Func<ValueTask> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref _frameSince, Clock.GetTimestamp());
            await write();
            Touch();
        }
        finally
        {
            Volatile.Write(ref _frameSince, 0);
            _turn.Release();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The line may be lost at any moment, and in many ways; then there is nobody to tell.")]
    private async Task EndAsync()
    {
        try
        {
            // Leaves the lock of whoever asks.
            await Task.Yield();
            await _following.CancelAsync();
            await SayEndAsync();
        }
        catch (Exception)
        {
            Abort();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whoever can't be asked for is not let stay.")]
    private async Task RevalidateAsync(IServiceProvider services, Func<IServiceProvider, System.Security.Claims.ClaimsPrincipal, CancellationToken, ValueTask<bool>> revalidate)
    {
        var stays = false;
        try
        {
            await using var scope = services.CreateAsyncScope();
            stays = await revalidate(scope.ServiceProvider, Caller.Principal, Following);
        }
        catch (Exception)
        {
            // False says it.
        }

        Volatile.Write(ref _askedAt, Clock.GetTimestamp());
        Volatile.Write(ref _asks, 0);
        if (!stays)
        {
            _ = Finish(ConnectionEnd.SignedOut);
        }
    }
}
