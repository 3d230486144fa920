using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DelayClock _clock = new();
    private readonly List<TimeSpan> _tries = [];

    [Fact]
    public async Task ExecuteAsync_StepThatFails_IsTriedAgainLaterEachTimeUpToTheLongestDelay()
    {
        await using var host = Host(new StepRetry { MaxAttempts = 5, Delay = Second, Factor = 3, MaxDelay = 5 * Second, Jitter = 0 });

        var result = await EndAsync(host, host.Context());

        Assert.Equal(AgentErrorCodes.StepThrew, result.Error?.Code);
        Assert.Equal([0, 1, 4, 9, 14], _tries.Select(at => at.TotalSeconds));
    }

    [Fact]
    public async Task ExecuteAsync_Jitter_ShortensEachDelayByAtMostItsShare()
    {
        await using var host = Host(new StepRetry { MaxAttempts = 40, Delay = 10 * Second, Factor = 1, Jitter = 0.5 });

        await EndAsync(host, host.Context());

        var delays = _tries.Zip(_tries.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        Assert.Equal(39, delays.Count);
        Assert.All(delays, delay => Assert.InRange(delay, 5, 10));
        Assert.True(delays.Distinct().Count() > 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ExecuteAsync_StepThatSucceedsAtLast_GoesOnAndIsTriedNoMore(int failures)
    {
        await using var host = Host(new StepRetry { MaxAttempts = 4, Delay = Second }, failures);
        var context = host.Context();

        var result = await EndAsync(host, context);

        Assert.Equal($"try {failures + 1}", result.EnsureSuccess().Text);
        Assert.Equal(["flaky started", "flaky completed"], host.Steps(context));
    }

    [Fact]
    public async Task ExecuteAsync_Denied_IsNotTriedAgain()
    {
        await using var host = new TestHost(builder => builder
            .AddTool("pure", "Is pure.", () => "x", tool => tool.RequirePermission(TestHost.Permission).WithEffect(ToolEffect.Pure))
            .AddWorkflow("test", workflow => workflow.Tool("pure", step => step.WithRetry())));
        var context = host.Context(grants: Grants.None);

        var result = await host.Workflows.ExecuteAsync("test", context, ContextValue.Map());

        Assert.Equal(ExecutionStatus.Denied, result.Status);
        Assert.Single(await host.AuditOf(context));
    }

    [Fact]
    public async Task CancelAsync_BetweenTwoTries_EndsTheRunAtOnce()
    {
        await using var host = Host(new StepRetry { MaxAttempts = 2, Delay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) });
        var context = host.Context();
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        await _clock.Delays.Reader.ReadAsync();

        Assert.True(await host.Workflows.CancelAsync(host.Context(), context.RunId));

        Assert.Equal(ExecutionStatus.Cancelled, (await running.Soon()).Status);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Single(_tries);
    }

    [Fact]
    public async Task ExecuteAsync_TimeBetweenTries_IsNotOfTheStepsOwnTime()
    {
        await using var host = Host(new StepRetry { MaxAttempts = 3, Delay = 10 * Second, Factor = 1, Jitter = 0 }, failures: 2, timeout: 5 * Second);

        Assert.Equal("try 3", (await EndAsync(host, host.Context())).EnsureSuccess().Text);
    }

    private TestHost Host(StepRetry retry, int failures = int.MaxValue, TimeSpan? timeout = null) => new(builder =>
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddWorkflow("test", workflow => workflow.Function(
            "flaky",
            (step, _) =>
            {
                _tries.Add(_clock.GetUtcNow() - _clock.Start);
                return step.Attempt <= failures ? throw new InvalidOperationException() : new ValueTask<ContextValue>($"try {step.Attempt}");
            },
            step => (timeout is { } time ? step.WithTimeout(time) : step).WithRetry(retry)));
    });

    /// <summary>Lets each delay pass as soon as it is waited for.</summary>
    private async Task<AgentExecutionResult> EndAsync(TestHost host, UserExecutionContext context)
    {
        var running = host.Workflows.ExecuteAsync("test", context, "x").AsTask();
        _ = running.ContinueWith(_ => _clock.Delays.Writer.TryComplete(), TaskScheduler.Default);
        await foreach (var delay in _clock.Delays.Reader.ReadAllAsync())
        {
            _clock.Advance(delay);
        }

        return await running;
    }

    /// <summary>Tells what is awaited, and not what the parts of the library set themselves (a sweep, a limit of time).</summary>
    private sealed class DelayClock : FakeTimeProvider
    {
        internal DelayClock() : base(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

        internal Channel<TimeSpan> Delays { get; } = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (state is Task)
            {
                Delays.Writer.TryWrite(dueTime);
            }

            return timer;
        }
    }
}
