using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class SchedulerTests
{
    [Fact]
    public async Task Ask_OnASchedulerOfTheCallers_EverythingStaysOnIt()
    {
        using var scheduler = new OneThread();
        var places = new ConcurrentQueue<(string What, bool IsThere)>();
        void Note(string what) => places.Enqueue((what, ReferenceEquals(TaskScheduler.Current, scheduler)));
        var model = new PlayedModel(question =>
        {
            Note($"question {question.Number}");
            return question.Number switch
            {
                1 => InOrder([], new TimeoutException()),
                2 => InOrder([Call("c1", "look"), Call("c2", "look"), End(ChatFinishReason.ToolCalls)]),
                _ => InOrder([Text("done"), End()]),
            };
        });
        await using var host = new ChatHost(model, register: builder => builder.AddTool(new ToolDefinition("look", "Looks.") { RequiredPermission = ChatHost.Permission }, async (_, _) =>
        {
            Note("tool");
            await Task.Yield();
            Note("tool goes on");
            return "seen";
        }));
        _ = host.Core;

        var asked = Task.Factory.StartNew(() => host.Core.ExecuteAsync("chat", ChatHost.Context(), "hi").AsTask(), CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        await host.PassDelayAsync();

        Assert.Equal("done", (await ChatHost.Within(asked)).EnsureSuccess().Text);
        Assert.Equal(["question 1", "question 2", "question 3", "tool", "tool", "tool goes on", "tool goes on"], places.Select(place => place.What).Order(StringComparer.Ordinal));
        Assert.All(places, place => Assert.True(place.IsThere, place.What));
    }

    private sealed class OneThread : TaskScheduler, IDisposable
    {
        private readonly BlockingCollection<Task> _tasks = [];

        internal OneThread()
        {
            var thread = new Thread(() =>
            {
                foreach (var task in _tasks.GetConsumingEnumerable())
                {
                    TryExecuteTask(task);
                }
            })
            { IsBackground = true };
            thread.Start();
        }

        public void Dispose() => _tasks.CompleteAdding();

        protected override void QueueTask(Task task) => _tasks.Add(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _tasks;
    }
}
