using System.Globalization;

namespace Netra.Agents.LoadTests;

/// <summary>How far it is: one line that is rewritten on a terminal, a line each five seconds elsewhere.</summary>
internal sealed class Progress(Replay replay, Findings findings)
{
    private const int Width = 24;

    internal async Task RunAsync(CancellationToken stop)
    {
        var redirected = Console.IsOutputRedirected;
        var began = TimeProvider.System.GetTimestamp();
        var told = began;
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        while (!stop.IsCancellationRequested)
        {
            await ticks.WaitForNextTickAsync(CancellationToken.None);
            var line = Line(TimeProvider.System.GetElapsedTime(began));
            if (!redirected)
            {
                Console.Write($"\r{line}");
            }
            else if (TimeProvider.System.GetElapsedTime(told) >= TimeSpan.FromSeconds(5))
            {
                told = TimeProvider.System.GetTimestamp();
                Console.WriteLine(line);
            }
        }

        if (!redirected)
        {
            Console.WriteLine();
        }
    }

    private string Line(TimeSpan elapsed)
    {
        var share = replay.Planned == 0 ? 1 : (double)replay.Begun / replay.Planned;
        var bar = new string('#', (int)(share * Width)).PadRight(Width, '.');
        return string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds,5:F0} s [{bar}] {share,4:P0} {replay.Begun,7:N0} runs {replay.Live,5:N0} live {findings.Events,11:N0} events");
    }
}
