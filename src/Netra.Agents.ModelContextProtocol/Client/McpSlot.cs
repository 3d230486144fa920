using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The connection of one owner through its life: opened at first use by one attempt for all who wait, opened again when it is lost, not too often.</summary>
internal sealed partial class McpSlot(ConnectionKey key, McpConnections connections)
{
    private readonly Lock _gate = new();
    private McpConnection? _connection;
    private TaskCompletionSource<(McpConnection? Connection, string? Refusal)>? _opening;
    private McpConnection? _connecting;
    private McpToolList _tools = McpToolList.Empty;
    private int _failures;
    private int _losses;
    private long _notBefore;
    private long _lastUsed = connections.Clock.GetTimestamp();
    private int _inFlight;
    private bool _isClosed;

    private McpSettings Settings => connections.Settings;

    private TimeProvider Clock => connections.Clock;

    /// <summary>The connection, alive and with a list that is fresh; with <paramref name="enter"/> a call is begun on it. Null when the slot has been closed.</summary>
    /// <exception cref="ToolException">The server can't be reached.</exception>
    internal async ValueTask<McpConnection?> ReadyAsync(bool enter, CancellationToken cancellationToken)
    {
        TaskCompletionSource<(McpConnection?, string?)>? mine = null;
        Task<(McpConnection? Connection, string? Refusal)> opening;
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            _lastUsed = Clock.GetTimestamp();
            if (_connection is { IsAlive: true, IsRetired: false, IsStale: false } ready)
            {
                return EnteredNeedsLock(ready, enter);
            }

            if (_opening is null)
            {
                if (_connection is not { IsAlive: true } && Clock.GetElapsedTime(Clock.GetTimestamp(), _notBefore) is var left && left > TimeSpan.Zero)
                {
                    throw Refused($"The MCP server '{Settings.Server}' can't be reached; it is tried again in {Math.Ceiling(left.TotalSeconds):0} seconds at the earliest.");
                }

                _opening = mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            opening = _opening.Task;
        }

        if (mine is not null)
        {
            // The session lives on after whoever happened to open it: nothing ambient of that caller flows in.
            using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            {
                _ = Task.Factory.StartNew(() => OpenAsync(mine), CancellationToken.None, TaskCreationOptions.DenyChildAttach, connections.Scheduler).Unwrap();
            }
        }

        var (connection, refusal) = await opening.WaitAsync(cancellationToken);
        if (connection is null)
        {
            throw Refused(refusal!);
        }

        lock (_gate)
        {
            return _isClosed || connection.IsRetired ? null : EnteredNeedsLock(connection, enter);
        }
    }

    /// <summary>Makes a call that was entered, and leaves when it has ended at the server's side of things.</summary>
    internal async Task<CallToolResult> CallAsync(McpConnection connection, Func<McpConnection, Task<CallToolResult>> call)
    {
        try
        {
            var result = await call(connection);
            lock (_gate)
            {
                _losses = 0;
            }

            return result;
        }
        finally
        {
            Exit(connection);
        }
    }

    internal void Exit(McpConnection connection)
    {
        bool close;
        lock (_gate)
        {
            _inFlight--;
            _lastUsed = Clock.GetTimestamp();
            close = --connection.InFlight == 0 && connection.IsRetired;
        }

        if (close)
        {
            connections.Close(connection);
        }
    }

    /// <summary>A call has found the connection lost: none begins on it any more, and it is closed when those under way have ended.</summary>
    internal void Lose(McpConnection connection, string reason, bool atOnce = false)
    {
        bool close, isNews;
        lock (_gate)
        {
            close = atOnce || connection.InFlight == 0;
            isNews = !connection.IsRetired;
            if (isNews)
            {
                // The first time it is made again at once; when that is lost too before anything has succeeded, not so fast.
                connection.IsRetired = true;
                NotBeforeNeedsLock(Settings.DelayAfter(_losses++));
            }

            if (ReferenceEquals(_connection, connection))
            {
                _connection = null;
            }
        }

        if (isNews)
        {
            McpLog.Lost(connections.Logger, Settings.Server, reason);
        }

        if (close)
        {
            connections.Close(connection);
        }
    }

    /// <summary>Closes the slot if nobody has used it for a while, or if there is nothing in it to use; false when it is in use.</summary>
    internal bool TryCloseUnused(bool onlyIdle)
    {
        McpConnection? connection;
        lock (_gate)
        {
            var isIdle = Clock.GetElapsedTime(_lastUsed) >= Settings.IdleTimeout;
            if (_isClosed || _inFlight > 0 || _opening is not null || (onlyIdle ? !isIdle : _connection is { IsAlive: true }))
            {
                return _isClosed;
            }

            _isClosed = true;
            connection = _connection;
            _connection = null;
        }

        if (connection is not null)
        {
            connections.Close(connection);
        }

        return true;
    }

    /// <summary>Closes the slot, whatever is under way.</summary>
    internal void Close()
    {
        McpConnection?[] open;
        lock (_gate)
        {
            _isClosed = true;
            open = [_connection, _connecting];
            _connection = null;
        }

        foreach (var connection in open.OfType<McpConnection>())
        {
            connections.Close(connection);
        }
    }

    private McpTool Make(McpToolEntry entry) => new(entry, key, connections);

    private McpConnection EnteredNeedsLock(McpConnection connection, bool enter)
    {
        if (enter)
        {
            _inFlight++;
            connection.InFlight++;
        }

        return connection;
    }

    private void NotBeforeNeedsLock(TimeSpan delay) => _notBefore = Clock.GetTimestamp() + (long)(delay.TotalSeconds * Clock.TimestampFrequency);

    private static ToolException Refused(string message) => new(AgentErrorCodes.ToolUnavailable, message);
}
