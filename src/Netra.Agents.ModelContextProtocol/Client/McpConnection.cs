using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>One session with a server: a process or an HTTP session. It is opened once and closed once.</summary>
internal sealed class McpConnection(McpSettings settings, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private const int MaxPages = 100;

    // From this revision of the protocol on, a server tells of changes only to those who listen.
    private const string ListeningSince = "2026-07-28";

    private readonly CancellationTokenSource _life = new();
    private readonly Lock _gate = new();
    private readonly McpCalls _calls = new();
    private volatile McpToolList _tools = McpToolList.Empty;
    private volatile bool _isStale;
    private long _listedAt;
    private Task<McpClient>? _creating;
    private volatile McpClient? _client;
    private IClientTransport? _transport;
    private Task? _closing;

    internal McpToolList Tools => _tools;

    internal bool IsAlive => _client is { Completion.IsCompleted: false } && !_life.IsCancellationRequested;

    internal bool IsStale => _isStale || clock.GetElapsedTime(Volatile.Read(ref _listedAt)) > settings.RefreshAfter;

    /// <summary>Calls under way. Guarded by the lock of the slot.</summary>
    internal int InFlight { get; set; }

    /// <summary>No call begins on it any more. Guarded by the lock of the slot.</summary>
    internal bool IsRetired { get; set; }

    /// <summary>Connects and lists. Whatever the transport does, it is over within the timeout.</summary>
    internal async Task OpenAsync(McpTransportContext context, McpToolList before, Func<McpToolEntry, McpTool> make)
    {
        using var timeout = new CancellationTokenSource(settings.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _life.Token);
        lock (_gate)
        {
            either.Token.ThrowIfCancellationRequested();
            _creating = CreateAsync(context, either.Token);
        }

        _client = await _creating.WaitAsync(either.Token);
        if (string.CompareOrdinal(_client.NegotiatedProtocolVersion, ListeningSince) >= 0 && _client.ServerCapabilities.Tools?.ListChanged is true)
        {
            _ = ListenAsync(_client);
        }

        await ListAsync(_client, before, make, either.Token);
    }

    /// <summary>Lists the tools again.</summary>
    internal async Task RefreshAsync(Func<McpToolEntry, McpTool> make)
    {
        using var timeout = new CancellationTokenSource(settings.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _life.Token);
        await ListAsync(_client!, _tools, make, either.Token);
    }

    internal Task<CallToolResult> CallAsync(string tool, ToolInvocation invocation, JsonObject? meta, CancellationToken cancellationToken) =>
        _calls.CallAsync(_client!, tool, invocation, meta, cancellationToken);

    /// <summary>Ends the session, with its process if it has one. Never throws.</summary>
    internal Task CloseAsync()
    {
        lock (_gate)
        {
            return _closing ??= CloseOnceAsync();
        }
    }

    public ValueTask DisposeAsync() => new(CloseAsync());

    private async Task CloseOnceAsync()
    {
        // Its callbacks are other people's code, and the caller holds the lock.
        await Task.Yield();
        try
        {
            await _life.CancelAsync();
            try
            {
                // A connect that doesn't mind its token still ends up here.
                if (_creating is { } creating && await creating is { } client)
                {
                    await client.DisposeAsync();
                }
            }
            catch (Exception) when (_client is null)
            {
                // It was never there; whoever wanted it knows.
            }
            finally
            {
                await DisposeTransportAsync();
            }
        }
        catch (Exception e)
        {
            McpLog.CloseFailed(logger, settings.Server, e.GetType().Name);
        }
    }

    private async Task<McpClient> CreateAsync(McpTransportContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _transport = await settings.Transport(context, cancellationToken) ?? throw new InvalidOperationException("The host's function gave no transport.");
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "Netra.Agents", Version = typeof(McpConnection).Assembly.GetName().Version?.ToString(3) ?? "0" },

            // Ours is the shorter, and on the host's clock.
            InitializationTimeout = settings.ConnectTimeout + TimeSpan.FromMinutes(1),
            DiscoverProbeTimeout = settings.ConnectTimeout / 2 < TimeSpan.FromSeconds(5) ? settings.ConnectTimeout / 2 : TimeSpan.FromSeconds(5),
            Handlers = new McpClientHandlers
            {
                // What changed before a server listened to us it doesn't tell, so its word that it does counts as a change.
                NotificationHandlers =
                [
                    new(NotificationMethods.ToolListChangedNotification, Changed),
                    new(NotificationMethods.SubscriptionsAcknowledgedNotification, Changed),
                    new(NotificationMethods.ProgressNotification, _calls.Progressed),
                ],
            },
        };

        // Without a logger: it would write down what servers say.
        return await McpClient.CreateAsync(_transport, options, loggerFactory: null, cancellationToken);
    }

    private ValueTask Changed(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        _isStale = true;
        return default;
    }

    /// <summary>Reads the list itself: one tool that can't be read must not take the others along.</summary>
    private async Task ListAsync(McpClient client, McpToolList before, Func<McpToolEntry, McpTool> make, CancellationToken cancellationToken)
    {
        _isStale = false;
        var entries = new Dictionary<string, McpToolEntry>(StringComparer.Ordinal);
        client.ClearKnownTools();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var request = new JsonRpcRequest { Method = RequestMethods.ToolsList, Params = cursor is null ? [] : new JsonObject { ["cursor"] = cursor } };
            var answer = await client.SendRequestAsync(request, cancellationToken).WaitAsync(cancellationToken);
            if (answer.Result is not JsonObject result || result["tools"] is not JsonArray tools)
            {
                throw new JsonException("The list of tools is none.");
            }

            foreach (var tool in tools)
            {
                if (entries.Count == settings.MaxTools)
                {
                    McpLog.TooManyTools(logger, settings.Server, settings.MaxTools);
                    break;
                }

                Add(entries, client, tool);
            }

            cursor = result["nextCursor"]?.GetValue<string>();
            if (cursor is null || entries.Count == settings.MaxTools)
            {
                break;
            }
        }

        _tools = before.With(entries.Values, make);
        Volatile.Write(ref _listedAt, clock.GetTimestamp());
    }

    private void Add(Dictionary<string, McpToolEntry> entries, McpClient client, JsonNode? tool)
    {
        var (entry, fault) = McpToolReader.Read(tool, settings);
        if (entry is not null && entries.ContainsKey(entry.Definition.Name))
        {
            fault = $"there is a tool '{UntrustedText.Shown(entry.Definition.Name)}' already";
        }

        fault ??= entry is null ? null : Unknown(client, tool);
        if (fault is not null)
        {
            McpLog.ToolLeftOut(logger, settings.Server, UntrustedText.Shown((tool as JsonObject)?["name"]?.ToString() ?? ""), UntrustedText.Beginning(fault, 500));
        }
        else if (entry is not null)
        {
            entries.Add(entry.Definition.Name, entry);
        }
    }

    /// <summary>Makes the tool known to the client, which sends some arguments as headers over HTTP; else why it can't be.</summary>
    private static string? Unknown(McpClient client, JsonNode? tool)
    {
        try
        {
            client.AddKnownTools([(Tool)tool.Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool)))!]);
            return null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return e.Message;
        }
    }

    private async Task ListenAsync(McpClient client)
    {
        try
        {
            await client.SendRequestAsync(
                new JsonRpcRequest { Method = RequestMethods.SubscriptionsListen, Params = new JsonObject { ["notifications"] = new JsonObject { ["toolsListChanged"] = true } } }, _life.Token);
        }
        catch (Exception)
        {
            // Then the list is refreshed when it is old.
            return;
        }
    }

    private async ValueTask DisposeTransportAsync()
    {
        if (_transport is IAsyncDisposable both)
        {
            await both.DisposeAsync();
        }
        else
        {
            (_transport as IDisposable)?.Dispose();
        }
    }
}
