using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>The messages that the page on the web shows are sent, and the answers are what comes.</summary>
public sealed partial class WebPageTests
{
    [Fact]
    public async Task Messages_OfThePage_AnsweredAsItSays()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddAgent("support", (execution, _) => AgentOutput.FromText("Tomorrow.")));
        using var socket = await host.ConnectAsync("alice");
        var shown = Block().Match(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "web.md"), TestContext.Current.CancellationToken)).Groups[1].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        var messages = shown.Where(line => line.Type() is not ("response" or "error")).ToArray();
        Assert.Equal(["answer", "approve", "cancel", "list", "resume", "run"], messages.Select(message => message.Type()).Order());
        Dictionary<string, JsonElement> answers = [];
        foreach (var message in messages)
        {
            await socket.SendAsync(message.GetRawText());
            answers[message.Type()!] = (await socket.ReadToAsync("response"))[^1];
        }

        Assert.DoesNotContain(answers.Values, answer => answer.Type() == "error" && answer.GetProperty("code").GetString() == "invalid_message");
        var wanted = shown.Except(messages).ToArray();
        Assert.Equal(2, wanted.Length);
        Assert.All(wanted, line => Assert.True(JsonElement.DeepEquals(line, answers[line.GetProperty("request").GetString()!]), line.ToString()));
    }

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
