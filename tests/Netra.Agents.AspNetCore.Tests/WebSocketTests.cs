using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class WebSocketTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Run_OfAnAgent_EventsInOrderThenTheAnswer()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddEcho());
        using var socket = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"echo","input":"hi"}""");
        var frames = await socket.ReadToAsync("response", "error");
        Assert.Equal(["agent_started", "agent_text", "agent_text", "agent_completed", "response"], frames.Select(frame => frame.Type()));
        Assert.Equal("hi", frames[^1].GetProperty("output").GetString());
    }

    [Fact]
    public async Task Resume_AfterASequence_TheRestAndNothingTwice()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        var run = Guid.CreateVersion7();
        using (var first = await host.ConnectAsync("alice"))
        {
            await first.SendAsync($$"""{"type":"run","agent":"gated","input":7,"run_id":"{{run:N}}"}""");
            Assert.Equal([1, 2], (await first.ReadToAsync("agent_text")).Select(frame => frame.GetProperty("sequence").GetInt64()));
            first.Raw.Abort();
        }

        using var second = await host.ConnectAsync("alice");
        await second.SendAsync($$"""{"type":"resume","run_id":"{{run:N}}","after_sequence":2}""");
        _gate.SetResult();
        var rest = await second.ReadToAsync("response", "error");
        Assert.Equal(["agent_completed", "response"], rest.Select(frame => frame.Type()));
        Assert.Equal(3, rest[0].GetProperty("sequence").GetInt64());
        Assert.Equal(7, rest[1].GetProperty("output").GetInt32());
    }

    [Fact]
    public async Task Resume_InTwoTabs_BothGetAll()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var begins = await host.ConnectAsync("alice");
        using var follows = await host.ConnectAsync("alice");
        var run = Guid.CreateVersion7();
        await begins.SendAsync($$"""{"type":"run","agent":"gated","input":7,"run_id":"{{run:N}}"}""");
        await begins.ReadToAsync("agent_text");
        await follows.SendAsync($$"""{"type":"resume","run_id":"{{run:N}}"}""");
        Assert.Equal(["agent_started", "agent_text"], (await follows.ReadToAsync("agent_text")).Select(frame => frame.Type()));
        _gate.SetResult();
        Assert.Equal(["agent_completed", "response"], (await begins.ReadToAsync("response")).Select(frame => frame.Type()));
        Assert.Equal(["agent_completed", "response"], (await follows.ReadToAsync("response")).Select(frame => frame.Type()));
    }

    [Fact]
    public async Task Cancel_WhileFollowed_AnsweredAndTheRunEnds()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var socket = await host.ConnectAsync("alice");
        var run = Guid.CreateVersion7();
        await socket.SendAsync($$"""{"type":"run","agent":"gated","run_id":"{{run:N}}"}""");
        await socket.ReadToAsync("agent_text");
        await socket.SendAsync($$"""{"type":"cancel","run_id":"{{run:N}}"}""");
        var frames = await socket.ReadToAsync("response");
        if (frames[^1].GetProperty("request").GetString() == "cancel")
        {
            frames.AddRange(await socket.ReadToAsync("response"));
        }
        else
        {
            Assert.Equal("cancel", (await socket.ReadToAsync("response"))[^1].GetProperty("request").GetString());
        }

        Assert.Single(frames, frame => frame.Type() == "agent_cancelled");
    }

    [Fact]
    public async Task Close_ByTheClient_AnsweredInKind()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddGated(_gate.Task));
        using var socket = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"gated"}""");
        await socket.ReadToAsync("agent_text");
        await socket.Raw.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketState.Closed, socket.Raw.State);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.Raw.CloseStatus);
    }

    [Fact]
    public async Task Run_WithTheSameIdAgain_OneRun()
    {
        var count = 0;
        await using var host = await WebHost.StartAsync(agents => agents.AddAgent("count", (_, _) => new ValueTask<AgentOutput>(AgentOutput.FromValue(Interlocked.Increment(ref count)))));
        using var socket = await host.ConnectAsync("alice");
        var run = $$"""{"type":"run","agent":"count","thread_id":"t","run_id":"{{Guid.CreateVersion7():N}}"}""";
        await socket.SendAsync(run);
        var first = await socket.ReadToAsync("response");
        await socket.SendAsync(run);
        var second = await socket.ReadToAsync("response");
        Assert.Equal(first.Select(frame => frame.ToString()), second.Select(frame => frame.ToString()));
        Assert.Equal(1, count);
    }
}
