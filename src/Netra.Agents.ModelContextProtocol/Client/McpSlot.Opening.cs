namespace Netra.Agents.ModelContextProtocol;

/// <summary>How the connection is opened, or its list asked for again.</summary>
internal sealed partial class McpSlot
{
    private async Task OpenAsync(TaskCompletionSource<(McpConnection?, string?)> opening)
    {
        McpConnection? connection = null;
        try
        {
            lock (_gate)
            {
                connection = _connection is { IsAlive: true } alive ? alive : null;
            }

            var isNew = connection is null;
            connection ??= connections.NewConnection();
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                _connecting = connection;
            }

            await (isNew ? connection.OpenAsync(new McpTransportContext(Settings.Server, key.Owner, connections.Services), _tools, Make) : connection.RefreshAsync(Make));
            bool isClosed;
            lock (_gate)
            {
                isClosed = _isClosed;
                (_connecting, _opening, _failures, _tools) = (null, null, 0, connection.Tools);
                _connection = isClosed || connection.IsRetired ? null : connection;
            }

            if (isClosed)
            {
                connections.Close(connection);
            }

            opening.TrySetResult((connection, null));
        }
        catch (Exception e)
        {
            Fail(connection, e);
            opening.TrySetResult((null, $"The MCP server '{Settings.Server}' can't be reached ({e.GetType().Name})."));
        }
    }

    private void Fail(McpConnection? connection, Exception exception)
    {
        bool close;
        int failures;
        TimeSpan delay;
        lock (_gate)
        {
            (_connecting, _opening, _connection) = (null, null, null);
            failures = ++_failures;
            delay = Settings.DelayAfter(failures);
            NotBeforeNeedsLock(delay);
            close = connection is { InFlight: 0 };
            if (connection is not null)
            {
                connection.IsRetired = true;
            }
        }

        if (close)
        {
            connections.Close(connection!);
        }

        McpLog.Unreachable(connections.Logger, Settings.Server, exception.GetType().Name, failures, delay);
        McpLog.UnreachableSensitive(connections.Logger, Settings.Server, exception);
    }
}
