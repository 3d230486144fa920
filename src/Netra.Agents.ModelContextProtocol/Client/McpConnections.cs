using Microsoft.Extensions.Logging;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>All connections to one server, each under its owner's key. What one owner's does, hangs or breaks is nothing to the others.</summary>
internal sealed class McpConnections(McpSettings settings, IServiceProvider services, TimeProvider clock, TaskScheduler scheduler, ILogger logger) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan LongestClose = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<ConnectionKey, McpSlot> _slots = [];
    private readonly HashSet<McpConnection> _open = [];
    private ITimer? _sweeper;
    private bool _isDisposed;

    internal McpSettings Settings { get; } = settings;
    internal IServiceProvider Services { get; } = services;
    internal TimeProvider Clock { get; } = clock;
    internal TaskScheduler Scheduler { get; } = scheduler;
    internal ILogger Logger { get; } = logger;

    /// <summary>How many connections there are that aren't closed yet.</summary>
    internal int OpenCount
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>The tools of an owner, listed afresh if need be.</summary>
    /// <exception cref="ToolException">There is no connection to be had.</exception>
    internal async ValueTask<McpToolList> ToolsAsync(UserExecutionContext context, CancellationToken cancellationToken) =>
        (await ReadyAsync(ConnectionKey.Of(context, Settings), enter: false, cancellationToken)).Connection.Tools;

    /// <summary>Begins a call; it must be left again.</summary>
    /// <exception cref="ToolException">There is no connection to be had.</exception>
    internal ValueTask<(McpSlot Slot, McpConnection Connection)> EnterAsync(ConnectionKey key, CancellationToken cancellationToken) => ReadyAsync(key, enter: true, cancellationToken);

    internal McpConnection NewConnection()
    {
        var connection = new McpConnection(Settings, Clock, Logger);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _open.Add(connection);
        }

        return connection;
    }

    /// <summary>Begins to close a connection, and forgets it when that is done.</summary>
    internal void Close(McpConnection connection)
    {
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _ = Task.Factory.StartNew(() => ClosedAsync(connection), CancellationToken.None, TaskCreationOptions.DenyChildAttach, Scheduler).Unwrap();
        }
    }

    /// <summary>Begins to close everything; <see cref="DisposeAsync"/> waits for it.</summary>
    public void Dispose() => _ = CloseAll();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(CloseAll()).WaitAsync(LongestClose, Clock);
        }
        catch (TimeoutException)
        {
            McpLog.CloseFailed(Logger, Settings.Server, $"not done within {LongestClose}");
        }
    }

    private async ValueTask<(McpSlot Slot, McpConnection Connection)> ReadyAsync(ConnectionKey key, bool enter, CancellationToken cancellationToken)
    {
        // A slot can be closed as idle, or a connection be lost, just when it is asked for.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var slot = SlotOf(key);
            if (await slot.ReadyAsync(enter, cancellationToken) is { } connection)
            {
                return (slot, connection);
            }
        }

        throw new ToolException(AgentErrorCodes.ToolUnavailable, $"The MCP server '{Settings.Server}' ends every connection at once.");
    }

    private McpSlot SlotOf(ConnectionKey key)
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw new ToolException(AgentErrorCodes.ShuttingDown, "The host is shutting down.");
            }

            if (_slots.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_slots.Count >= Settings.MaxConnections && !TryMakeRoomNeedsLock())
            {
                throw new ToolException(AgentErrorCodes.LimitReached, $"There are {Settings.MaxConnections} connections to the MCP server '{Settings.Server}' already (McpToolsOptions.MaxConnections). Ask again later.");
            }

            var slot = new McpSlot(key, this);
            _slots.Add(key, slot);
            if (_sweeper is null)
            {
                var period = Settings.IdleTimeout / 4;
                using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
                {
                    _sweeper = Clock.CreateTimer(static connections => ((McpConnections)connections!).Sweep(), this, period, period);
                }
            }

            return slot;
        }
    }

    /// <summary>Gives up slots that remember failures only.</summary>
    private bool TryMakeRoomNeedsLock()
    {
        foreach (var (key, slot) in _slots)
        {
            if (slot.TryCloseUnused(onlyIdle: false))
            {
                return _slots.Remove(key);
            }
        }

        return false;
    }

    private void Sweep()
    {
        lock (_gate)
        {
            foreach (var (key, slot) in _slots)
            {
                if (slot.TryCloseUnused(onlyIdle: true))
                {
                    _slots.Remove(key);
                }
            }
        }
    }

    private async Task ClosedAsync(McpConnection connection)
    {
        await connection.CloseAsync();
        lock (_gate)
        {
            _open.Remove(connection);
        }
    }

    private List<Task> CloseAll()
    {
        McpSlot[] slots;
        McpConnection[] open;
        lock (_gate)
        {
            _isDisposed = true;
            _sweeper?.Dispose();
            slots = [.. _slots.Values];
            open = [.. _open];
            _slots.Clear();
        }

        foreach (var slot in slots)
        {
            slot.Close();
        }

        return [.. open.Select(ClosedAsync)];
    }
}
