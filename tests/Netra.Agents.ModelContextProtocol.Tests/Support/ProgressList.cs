using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>What a server says of how far it is. The client's own way to hear it ends with the call, and what comes just before that can be lost.</summary>
internal sealed class ProgressList
{
    private readonly ConcurrentQueue<JsonNode> _told = new();

    internal int Count => _told.Count;

    /// <summary>In the order in which it was meant: notifications may be handled in any.</summary>
    internal string[] Told => [.. _told.OrderBy(value => (double)value["progress"]!).Select(value => $"{value["progress"]}/{value["total"]} {value["message"]}")];

    internal ValueTask Handle(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        _told.Enqueue(notification.Params!);
        return default;
    }
}
