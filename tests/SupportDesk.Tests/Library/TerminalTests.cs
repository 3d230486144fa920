using System.Diagnostics;

namespace SupportDesk.Tests.Library;

/// <summary>The console sample as a process, as a newcomer runs it.</summary>
public sealed class TerminalTests
{
    [Fact]
    public async Task Run_WithoutArguments_ServesEverybodyAndLeaksNothing()
    {
        var (code, output, _) = await RunAsync("");

        Assert.Equal(0, code);
        Assert.Contains("12 customers, 48 runs", output, StringComparison.Ordinal);
        Assert.Contains("12 of 12 tries for another's order refused; 0 runs failed; 0 leaks.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Chat_AnswersAsksAndObeys()
    {
        var (code, output, _) = await RunAsync("where is my order #W4400100\ncancel it because I no longer need it\ny\nexit\n", "chat", "--user", "ottilie_brandt");

        Assert.Equal(0, code);
        Assert.StartsWith("Answers come from the rule-based model", output, StringComparison.Ordinal);
        Assert.Contains("Order #W4400100 is pending", output, StringComparison.Ordinal);
        Assert.Contains("May I (cancel_pending_order)?", output, StringComparison.Ordinal);
        Assert.Contains("Order #W4400100 is cancelled", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no customer 'nobody'", "chat", "--user", "nobody")]
    [InlineData("chat needs --user NAME.", "chat")]
    [InlineData("'--bogus' means nothing here.", "--bogus")]
    [InlineData("--data needs a value.", "--data")]
    public async Task Run_BadArguments_SaysWhatIsWrong(string said, params string[] arguments)
    {
        var (code, _, error) = await RunAsync("", arguments);

        Assert.Equal(2, code);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Terminal.TerminalProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
