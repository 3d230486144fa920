using System.Diagnostics;
using Netra.Agents.Extensions.AI.Tests.OpenAI;
using SupportDesk.Models;

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

    [Fact]
    public async Task Run_ChatWithAModelByConfiguration_AnswersAsksAndObeys()
    {
        using var model = new RuleBasedChatClient();
        await using var service = await ServedModel.StartAsync(model);

        var (code, output, _) = await RunAsync(
            "where is my order #W4400100\ncancel it because I no longer need it\ny\nwhere is it\nexit\n", [("OPENAI_BASE_URL", service.Address.ToString()), ("OPENAI_MODEL", "m")], "chat", "--user", "ottilie_brandt");

        Assert.Equal(0, code);
        Assert.StartsWith($"Answers come from m at {service.Address.Authority}.", output, StringComparison.Ordinal);
        Assert.Contains("Order #W4400100 is pending", output, StringComparison.Ordinal);
        Assert.Contains("May I (cancel_pending_order)?", output, StringComparison.Ordinal);
        Assert.Contains("Order #W4400100 is cancelled", output, StringComparison.Ordinal);
        Assert.NotEmpty(service.Bodies);
    }

    [Fact]
    public async Task Run_ChatWithAModelThatRefuses_SaysSoAndGoesOn()
    {
        await using var service = await StubService.StartAsync(request => request.RefuseAsync(401));

        var (code, output, _) = await RunAsync("hello\nhello\nexit\n", [("OPENAI_BASE_URL", service.Address.ToString())], "chat", "--user", "ottilie_brandt");

        Assert.Equal(0, code);
        Assert.Equal(3, output.Split("(that went wrong: The model's service refused (401).)").Length);
        Assert.Equal(2, service.Bodies.Count);
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

    private static Task<(int Code, string Output, string Error)> RunAsync(string input, params string[] arguments) => RunAsync(input, [], arguments);

    private static async Task<(int Code, string Output, string Error)> RunAsync(string input, (string Name, string Value)[] environment, params string[] arguments)
    {
        // Beside the tests lie the packages as the tests need them: the program takes those.
        var tests = typeof(TerminalTests).Assembly.Location;
        string[] packages = ["--runtimeconfig", Path.ChangeExtension(tests, "runtimeconfig.json"), "--depsfile", Path.ChangeExtension(tests, "deps.json")];
        var start = new ProcessStartInfo("dotnet", ["exec", .. packages, typeof(Terminal.TerminalProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OLLAMA_HOST", "OLLAMA_MODEL" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
