using System.Diagnostics;

namespace PulledPlug.Tests;

public sealed class PulledPlugTests
{
    /// <summary>Real processes: the first is killed in its third step, the second takes the run on.</summary>
    [Fact]
    public async Task Program_ProcessKilledInTheMidstOfARun_IsTakenOnAndNothingThatWasDoneIsDoneAgain()
    {
        using var program = Process.Start(new ProcessStartInfo("dotnet", [typeof(SqliteStateStore).Assembly.Location]) { RedirectStandardOutput = true })!;

        var lines = (await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, program.ExitCode);
        Assert.Equal(
            [
                "take: a lamp is taken from the shelf", "pay: a lamp is paid", Order.AtTheDoor, "the plug was pulled --", Order.AtTheDoor, "thank: a card is written",
                "Completed: a lamp is on its way",
            ],
            lines.Select(line => line[(line.IndexOf(' ') + 1)..]));
        Assert.Equal(2, lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).Distinct().Count());
    }
}
