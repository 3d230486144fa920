using Spectre.Console;

namespace GoldenPath;

/// <summary>Paints the board while customers are served. Where nobody watches, each change is a line.</summary>
internal static class BoardView
{
    internal static bool IsWatched => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive;

    internal static Board NewBoard(IReadOnlyList<string> steps) =>
        new(steps, IsWatched ? null : static (customer, step, mark) => Console.WriteLine($"{customer,-6} {step,-12} {mark}"));

    internal static async Task ShowAsync(Board board, IReadOnlyList<string> customers, Task serving)
    {
        if (!IsWatched)
        {
            await Task.WhenAny(serving);
            return;
        }

        await AnsiConsole.Live(Paint(board, customers)).StartAsync(async live =>
        {
            while (!serving.IsCompleted)
            {
                live.UpdateTarget(Paint(board, customers));
                await Task.WhenAny(serving, Task.Delay(TimeSpan.FromMilliseconds(80), TimeProvider.System));
            }

            // The last events may still be on their way to the board.
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            live.UpdateTarget(Paint(board, customers));
        });
    }

    private static Table Paint(Board board, IReadOnlyList<string> customers)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("customer");
        foreach (var step in board.Steps)
        {
            table.AddColumn(step);
        }

        foreach (var customer in customers)
        {
            table.AddRow([new Text(customer), .. board.Steps.Select(step => Paint(board[customer, step]))]);
        }

        return table;
    }

    private static Text Paint(string mark) => new(mark, new Style(mark switch
    {
        "done" => Color.Green,
        "failed" => Color.Red,
        "asks" => Color.Aqua,
        "left out" => Color.Grey,
        _ => Color.Yellow,
    }));
}
