using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>A host that stops in the middle of a run, and another that takes its place over the same store.</summary>
public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_DuringARun_ToldAndTheNewHostSaysThatItIsGone()
    {
        var never = new TaskCompletionSource();
        var run = Guid.CreateVersion7().ToString("N");
        await using (var host = await WebHost.StartAsync(agents => agents.AddGated(never.Task), options => options.Drain = TimeSpan.Zero))
        {
            using var socket = await host.ConnectAsync("alice");
            await socket.SendAsync($$"""{"type":"run","agent":"gated","input":1,"run_id":"{{run}}"}""");
            await socket.ReadToAsync("agent_text");
            var stopping = host.StopAsync();
            Assert.Null(await socket.ReadAsync());
            Assert.Equal("shutting_down", socket.Raw.CloseStatusDescription);
            await socket.Raw.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", Token);
            await stopping;
        }

        await using var next = await WebHost.StartAsync(agents => agents.AddEcho());
        using var back = await next.ConnectAsync("alice");
        await back.SendAsync($$"""{"type":"resume","run_id":"{{run}}","after_sequence":2}""");
        Assert.Equal("not_found", (await back.ReadToAsync("response"))[^1].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Restart_WhileAWorkflowWaits_AnsweredOnTheNewHost()
    {
        var run = Guid.CreateVersion7().ToString("N");
        string wait;

        // Stopped, but not disposed: its memory stands for a store that outlives a process.
        await using var host = await StartAsync(null);
        using (var socket = await host.ConnectAsync("alice"))
        {
            await socket.SendAsync($$"""{"type":"run","agent":"ask","input":1,"run_id":"{{run}}"}""");
            var suspended = (await socket.ReadToAsync("response")).Single(frame => frame.Type() == "workflow_suspended");
            wait = suspended.GetProperty("waits")[0].GetProperty("wait_id").GetString()!;
        }

        await host.StopAsync();
        await using var next = await StartAsync(host.Services.GetRequiredService<IStateStore>());
        using (var mallory = await next.ConnectAsync("mallory"))
        {
            await mallory.SendAsync(Answer(run, wait, "no"));
            Assert.Equal("not_found", (await mallory.ReadToAsync("response"))[^1].GetProperty("code").GetString());
        }

        using var alice = await next.ConnectAsync("alice");
        await alice.SendAsync(Answer(run, wait, "yes"));
        var answered = (await alice.ReadToAsync("response"))[^1];
        Assert.Equal(("workflow_completed", "yes"), (answered.GetProperty("status").GetString(), answered.GetProperty("output").GetString()));
    }

    private static string Answer(string run, string wait, string value) => $$"""{"type":"answer","run_id":"{{run}}","wait_id":"{{wait}}","value":"{{value}}"}""";

    private static Task<WebHost> StartAsync(IStateStore? store) => WebHost.StartAsync(
        agents => agents.AddWorkflow("ask", workflow => workflow.Wait("confirm")),
        services: services =>
        {
            if (store is not null)
            {
                services.AddSingleton(store);
            }
        });
}
