using Spectre.Console;

namespace SupportDesk.Terminal;

/// <summary>Paints the customers while they are served: a live table on a terminal, a line each where there is none.</summary>
internal static class FloorView
{
    private const int MostRows = 24;

    internal static bool IsWatched => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    internal static async Task ShowAsync(Row[] rows, Task serving)
    {
        if (!IsWatched)
        {
            await Task.WhenAny(serving);
            foreach (var row in rows.Take(MostRows))
            {
                Console.WriteLine($"{row.Customer}: {row.Events} events, last asked \"{row.Asks}\", {row.Now}");
            }

            return;
        }

        await AnsiConsole.Live(Paint(rows)).StartAsync(async live =>
        {
            while (!serving.IsCompleted)
            {
                live.UpdateTarget(Paint(rows));
                await Task.WhenAny(serving, Task.Delay(TimeSpan.FromMilliseconds(80), TimeProvider.System));
            }

            live.UpdateTarget(Paint(rows));
        });
    }

    private static Table Paint(Row[] rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("customer", "asks", "now", "events");
        foreach (var row in rows.OrderBy(row => row.Done).Take(MostRows))
        {
            table.AddRow(
                new Text(row.Customer, row.Done ? new Style(Color.Grey) : Style.Plain),
                new Text(row.Asks.Length > 60 ? row.Asks[..59] + "…" : row.Asks),
                new Text(row.Now, new Style(row.Done ? Color.Green : Color.Yellow)),
                new Text($"{row.Events}"));
        }

        return table.Caption($"{rows.Count(row => row.Done)} of {rows.Length} served");
    }
}
