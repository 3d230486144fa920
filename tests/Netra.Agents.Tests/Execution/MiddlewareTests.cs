using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class MiddlewareTests
{
    private readonly List<string> _order = [];

    [Fact]
    public async Task UseMiddleware_Several_TheFirstIsOutermostAroundEveryExecution()
    {
        await using var host = new TestHost(builder => builder
            .UseMiddleware(new Link("a", _order))
            .UseMiddleware(new Link("b", _order))
            .AddAgent("subject", async (execution, _) =>
            {
                _order.Add("agent");
                (await execution.CallAgentAsync("echo", "")).EnsureSuccess();
                return AgentOutput.FromText("");
            }));

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Equal(["a>subject", "b>subject", "agent", "a>echo", "b>echo", "b<echo", "a<echo", "b<subject", "a<subject"], _order);
    }

    [Fact]
    public async Task UseMiddleware_ByType_IsMadeOnceFromTheHostsServices()
    {
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(_order);
            builder.UseMiddleware<Counting>();
        });
        await host.Core.ExecuteAsync("echo", host.Context(), "");
        await host.Core.ExecuteAsync("echo", host.Context(), "");

        Assert.Equal(["made", "invoked", "invoked"], _order);
    }

    [Fact]
    public async Task Middleware_InPlaceOfTheAgent_GivesTheOutput()
    {
        await using var host = new TestHost(builder => builder.UseMiddleware(new Instead((_, _, _) => new(AgentOutput.FromText("instead")))));

        Assert.Equal("instead", (await host.Core.ExecuteAsync("echo", host.Context(), "asked")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Middleware_Retries_TheExecutionStaysOne()
    {
        var attempts = 0;
        await using var host = new TestHost(builder => builder
            .UseMiddleware(new Instead(async (execution, next, cancellationToken) =>
            {
                try
                {
                    return await next(execution, cancellationToken);
                }
                catch (FormatException)
                {
                    return await next(execution, cancellationToken);
                }
            }))
            .AddAgent("subject", (_, _) => ++attempts == 1 ? throw new FormatException() : AgentOutput.FromText("second")));
        var context = host.Context();

        Assert.Equal("second", (await host.Core.ExecuteAsync("subject", context, "")).EnsureSuccess().Text);
        Assert.Equal(["agent_started", "agent_completed"], host.Log(context).Select(item => item.WireName));
    }

    [Fact]
    public async Task Middleware_Throws_IsTheAgentsFailure()
    {
        await using var host = new TestHost(builder => builder.UseMiddleware(new Instead((_, _, _) => throw new FormatException())));

        Assert.Equal("agent_failed", (await host.Core.ExecuteAsync("echo", host.Context(), "")).Error!.Code);
    }

    [Fact]
    public async Task Middleware_HangsAroundAnAgentThatHasEnded_IsTimedAndFenced()
    {
        using var stage = new Stage();
        await using var host = new TestHost(builder => builder
            .UseMiddleware(new Instead(async (execution, next, cancellationToken) =>
            {
                var output = await next(execution, cancellationToken);
                stage.Haunt(execution);
                await stage.HangAsync();
                return output;
            }))
            .AddAgent("subject", (_, _) => AgentOutput.FromText("done"), new AgentTimeouts { Execution = TimeSpan.FromSeconds(1) }));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("subject", context, "").AsTask();
        await stage.Reached;

        host.Advance(1);

        Assert.Equal("execution_deadline", (await running).Error!.Code);
        Assert.Empty(await stage.WakeGhostAsync());
        RunInvariants.Check(host.Log(context));
    }

    private sealed class Link(string name, List<string> order) : IAgentMiddleware
    {
        public async ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken)
        {
            order.Add($"{name}>{execution.AgentName}");
            var output = await next(execution, cancellationToken);
            order.Add($"{name}<{execution.AgentName}");
            return output;
        }
    }

    private sealed class Instead(Func<AgentExecution, AgentDelegate, CancellationToken, ValueTask<AgentOutput>> code) : IAgentMiddleware
    {
        public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken) => code(execution, next, cancellationToken);
    }

    private sealed class Counting : IAgentMiddleware
    {
        private readonly List<string> _order;

        public Counting(List<string> order) => (_order = order).Add("made");

        public ValueTask<AgentOutput> InvokeAsync(AgentExecution execution, AgentDelegate next, CancellationToken cancellationToken)
        {
            _order.Add("invoked");
            return next(execution, cancellationToken);
        }
    }
}
