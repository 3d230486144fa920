using Microsoft.Extensions.Hosting;

namespace Netra.Agents.AspNetCore;

/// <summary>All open connections: how many there may be, and one timer that looks after them.</summary>
internal sealed class LiveConnections : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<LiveConnection> _all = [];
    private readonly Dictionary<Owner, OwnerPresence> _owners = [];
    private readonly AgentEndpointOptions _options;
    private readonly IServiceProvider _services;
    private readonly IAgentExecutionCore _core;
    private readonly IRunRegistry _runs;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private long _stoppingAt;

    internal LiveConnections(AgentEndpointOptions options, IServiceProvider services, IAgentExecutionCore core, IRunRegistry runs, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        (_options, _services, _core, _runs, _clock) = (options, services, core, runs, clock);
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static all => ((LiveConnections)all!).Look(), this, Every, Every);
        }

        lifetime.ApplicationStopping.Register(Stop);
        lifetime.ApplicationStopped.Register(Dispose);
    }

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    /// <summary>Null when the connection may stay open until <see cref="Leave"/>.</summary>
    internal AgentError? Enter(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_stoppingAt != 0)
            {
                return new AgentError(AgentErrorCodes.ShuttingDown, "The host stops. Connect again.") { RetryAfter = TimeSpan.FromSeconds(1) };
            }

            var presence = _owners.GetValueOrDefault(connection.Caller.Owner);
            if (_all.Count >= _options.MaxConnections || presence?.Connections >= _options.MaxConnectionsPerOwner)
            {
                return new AgentError(AgentErrorCodes.LimitReached, "Too many connections are open.") { RetryAfter = TimeSpan.FromSeconds(1) };
            }

            if (presence is null)
            {
                _owners.Add(connection.Caller.Owner, presence = new OwnerPresence());
            }

            presence.Connections++;
            presence.GoneAt = 0;
            _all.Add(connection);
            return null;
        }
    }

    internal void Leave(LiveConnection connection)
    {
        lock (_gate)
        {
            _all.Remove(connection);
            var presence = _owners[connection.Caller.Owner];
            if (--presence.Connections > 0)
            {
                return;
            }

            presence.GoneAt = _clock.GetTimestamp();
            if (presence.Followed.Count == 0)
            {
                _owners.Remove(connection.Caller.Owner);
            }
        }
    }

    /// <summary>Notes that a run is followed by its owner, or that it was seen to end.</summary>
    internal void Follow(LiveConnection connection, AgentEvent seen, bool hasEnded)
    {
        if (_options.CancelWhenGone is null)
        {
            return;
        }

        lock (_gate)
        {
            var followed = _owners[connection.Caller.Owner].Followed;
            if (hasEnded)
            {
                followed.Remove(seen.RunId);
            }
            else if (followed.Add(seen.RunId) && followed.Count % 256 == 0)
            {
                var context = ContextOf(connection.Caller.Owner);
                followed.RemoveWhere(run => _runs.List(context, new RunFilter { RunId = run }, 1) is not [{ EndedAt: null }]);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private static UserExecutionContext ContextOf(Owner owner) => UserExecutionContext.FromRequest(owner, ThreadId.New());

    private void Look()
    {
        LiveConnection[] all;
        List<(Owner, RunId[])> gone = [];
        var now = _clock.GetTimestamp();
        bool isDrained;
        lock (_gate)
        {
            all = [.. _all];
            isDrained = _stoppingAt != 0 && _clock.GetElapsedTime(_stoppingAt, now) >= _options.Drain;
            foreach (var (owner, presence) in _owners)
            {
                if (presence.GoneAt != 0 && _clock.GetElapsedTime(presence.GoneAt, now) >= _options.CancelWhenGone)
                {
                    gone.Add((owner, [.. presence.Followed]));
                    _owners.Remove(owner);
                }
            }
        }

        foreach (var connection in all)
        {
            if (_stoppingAt != 0 && (isDrained || !connection.IsBusy))
            {
                _ = connection.Finish(ConnectionEnd.ShuttingDown);
            }

            connection.Look(_services);
        }

        foreach (var (owner, runs) in gone)
        {
            foreach (var run in runs)
            {
                _ = _core.CancelAsync(ContextOf(owner), run).AsTask();
            }
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stoppingAt = _clock.GetTimestamp();
        }

        Look();
    }
}
