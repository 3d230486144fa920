using Netra.Agents.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore.Tests;

public sealed class WebSocketTests
{
    [Fact]
    public async Task Run_OfAnAgent_EventsInOrderThenTheAnswer()
    {
        await using var host = await WebHost.StartAsync(agents => agents.AddAgent("echo", (execution, _) =>
        {
            execution.Events.Text("Hel");
            execution.Events.Text("lo");
            return new ValueTask<AgentOutput>(AgentOutput.FromValue(execution.Input));
        }));
        using var socket = await host.ConnectAsync("alice");
        await socket.SendAsync("""{"type":"run","agent":"echo","input":"hi"}""");
        var frames = await socket.ReadToAsync("response", "error");
        Assert.Equal(["agent_started", "agent_text", "agent_text", "agent_completed", "response"], frames.Select(frame => frame.GetProperty("type").GetString()));
        Assert.Equal("hi", frames[^1].GetProperty("output").GetString());
    }
}
