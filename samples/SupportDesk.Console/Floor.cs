using System.Diagnostics;
using Netra.Agents;
using SupportDesk.Data;

namespace SupportDesk.Terminal;

/// <summary>Serves all visits at once and shows them.</summary>
internal static class Floor
{
    private const int MaxInFlight = 256;

    /// <returns>0 when every run completed and nobody saw what is another's.</returns>
    internal static async Task<int> RunAsync(ShopData data, IReadOnlyList<Visit> visits, CancellationToken cancellationToken)
    {
        await using var desk = Desk.Open(data, confirmChanges: visits.Any(visit => visit.Requests.Count > 1));
        var rows = visits.Select(visit => new Row(visit.Customer)).ToArray();
        var total = new FloorTotal();
        var start = Stopwatch.GetTimestamp();
        using var turn = new SemaphoreSlim(MaxInFlight);
        var serving = Task.WhenAll(visits.Select((visit, i) => ServeAsync(desk, visit, rows[i], data, total, turn, Pause(i), cancellationToken)));
        await FloorView.ShowAsync(rows, serving);
        await serving;
        Console.WriteLine();
        Console.WriteLine(
            $"{visits.Count} customers, {total.Runs} runs, {rows.Sum(row => row.Events)} events in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; {total.Refused} of {total.Tries} tries for another's order refused; {total.Failed} runs failed; {total.Leaks} leaks.");
        return total.Leaks == 0 && total.Failed == 0 && total.Refused == total.Tries ? 0 : 1;
    }

    /// <summary>People take their time between two questions; where nobody watches, nobody waits.</summary>
    private static TimeSpan Pause(int visitor) => FloorView.IsWatched ? TimeSpan.FromMilliseconds(300 + (visitor * 170 % 900)) : TimeSpan.Zero;

    private static async Task ServeAsync(Desk desk, Visit visit, Row row, ShopData data, FloorTotal total, SemaphoreSlim turn, TimeSpan pause, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var sink = new VisitorSink(row, new Owner(new UserId(visit.Customer)));
            var connection = Desk.Connect(visit.Customer, sink);
            sink.Answer = async message => await desk.Connections.ExecuteAsync(connection, message, cancellationToken);
            foreach (var request in visit.Requests)
            {
                (row.Asks, row.Now) = (request.Shown, "reads and types");
                await Task.Delay(pause, TimeProvider.System, cancellationToken);
                var response = await desk.Connections.ExecuteAsync(connection, request.Message, cancellationToken);
                var others = data.Orders.Values.Where(order => order.UserId != visit.Customer);
                var leaks = sink.Foreign + others.Count(order => !request.Shown.Contains(order.OrderId, StringComparison.Ordinal) && response.Output.Text.Contains(order.OrderId, StringComparison.Ordinal));
                total.Add(response, request, leaks);
            }

            (row.Now, row.Done) = ("served", true);
        }
        finally
        {
            turn.Release();
        }
    }
}
