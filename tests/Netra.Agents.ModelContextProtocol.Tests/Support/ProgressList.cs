using System.Collections.Concurrent;
using System.Globalization;
using ModelContextProtocol;

namespace Netra.Agents.ModelContextProtocol.Tests;

internal sealed class ProgressList : IProgress<ProgressNotificationValue>
{
    private readonly ConcurrentQueue<ProgressNotificationValue> _told = new();

    internal int Count => _told.Count;

    /// <summary>In the order in which it was meant: notifications may be handled in any.</summary>
    internal string[] Told => [.. _told.OrderBy(value => value.Progress).Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Progress}/{value.Total} {value.Message}"))];

    public void Report(ProgressNotificationValue value) => _told.Enqueue(value);
}
