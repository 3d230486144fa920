using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Scheduling;

/// <summary>A host whose agent works until the test lets it go, and tells in which order runs began.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _began = new();

    internal Bench(Action<SchedulingOptions>? scheduling = null, Action<INetraAgentsBuilder>? register = null, TimeSpan? queue = null) => Host = new TestHost(
        builder =>
        {
            builder.AddAgent("works", async (execution, cancellationToken) =>
            {
                var name = execution.Input.AsString();
                execution.Events.Text($"{name} began");
                _began.Enqueue(name);
                await Gate(name).Task.WaitAsync(cancellationToken);
                return AgentOutput.FromText($"{name} done");
            });
            register?.Invoke(builder);
        },
        options =>
        {
            options.Timeouts = options.Timeouts with { Queue = queue ?? TimeSpan.FromDays(1) };
            options.Scheduling.Turns = TurnMode.Enqueue;
            scheduling?.Invoke(options.Scheduling);
        });

    internal TestHost Host { get; }

    internal IReadOnlyList<string> Began => [.. _began];

    internal static UserExecutionContext Context(string user = "alice", string? thread = null) =>
        UserExecutionContext.FromRequest(new UserId(user), thread is null ? ThreadId.New() : new ThreadId(thread), Grants.Of(TestHost.Permission));

    /// <summary>Begins a run of that name, and comes back when it is begun or waits.</summary>
    internal Task<AgentExecutionResult> Begin(string name, UserExecutionContext context, TurnMode? turns = null, CancellationToken cancellationToken = default) =>
        Host.Core.ExecuteAsync("works", context, new AgentRequest(name) { Turns = turns }, cancellationToken).AsTask();

    /// <summary>Lets a run go, now or as soon as it begins.</summary>
    internal void Finish(string name) => Gate(name).TrySetResult();

    /// <summary>Comes back when a run of that name is at work.</summary>
    internal async Task AtWorkAsync(UserExecutionContext context)
    {
        await foreach (var item in Host.Core.SubscribeAsync(context, context.RunId))
        {
            if (item is AgentText or AgentTerminalEvent)
            {
                return;
            }
        }
    }

    internal async Task AssertEndsAsync(Task<AgentExecutionResult> running, string name)
    {
        Finish(name);
        Assert.Equal($"{name} done", (await running.Soon()).EnsureSuccess().Text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }

        await Host.DisposeAsync();
    }

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
