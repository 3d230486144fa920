using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

public sealed class AgentInstanceTests
{
    private readonly AsyncLocal<string> _ambient = new();

    [Fact]
    public async Task Agent_KeepsItsOwnerInAField_FiftyOwnersAtOnceNeverCross()
    {
        const int Owners = 50;
        var meeting = new Meeting(Owners);
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(meeting);
            builder.Services.AddScoped<Session>();
            builder.AddAgent<Remembering>("subject");
        });

        var results = await Task.WhenAll(Enumerable.Range(0, Owners).Select(async i =>
        {
            var context = host.Context($"user{i}");
            var result = await host.Core.ExecuteAsync("subject", context, $"secret{i}");
            return (i, result, Events: host.Log(context));
        }));

        foreach (var (i, result, events) in results)
        {
            Assert.Equal($"user{i}:user{i}:secret{i}", result.EnsureSuccess().Text);
            Assert.Equal([$"secret{i}"], events.OfType<AgentText>().Select(text => text.Text));
            Assert.All(events, item => Assert.Equal($"user{i}", item.Owner.UserId.Value));
        }
    }

    [Fact]
    public async Task Agent_OfOneOwnerTwice_IsANewInstanceWithServicesOfItsOwnThatAreDisposed()
    {
        var made = new List<Session>();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(made);
            builder.Services.AddScoped<Session>();
            builder.AddAgent<Recording>("subject");
        });

        await host.Core.ExecuteAsync("subject", host.Context(), "");
        await host.Core.ExecuteAsync("subject", host.Context(), "");

        Assert.Equal(2, made.Distinct().Count());
        Assert.All(made, session => Assert.True(session.IsDisposed));
    }

    [Fact]
    public async Task Services_AfterTheAgentsCodeHasEnded_AreGone()
    {
        AgentExecution? ended = null;
        await using var host = new TestHost(builder => builder.AddAgent("subject", (execution, _) =>
        {
            ended = execution;
            return AgentOutput.FromText("");
        }));
        await host.Core.ExecuteAsync("subject", host.Context(), "");

        Assert.Throws<ObjectDisposedException>(() => ended!.Services);
    }

    [Fact]
    public async Task Agent_AmbientStateOfItsCaller_IsNotVisible()
    {
        string? seen = "nothing";
        string? seenByChild = "nothing";
        string? seenByTool = "nothing";
        await using var host = new TestHost(builder => builder
            .AddTool("look", "Looks.", () => { seenByTool = _ambient.Value; }, tool => tool.RequirePermission(TestHost.Permission))
            .AddAgent("child", (_, _) =>
            {
                seenByChild = _ambient.Value;
                return AgentOutput.FromText("");
            })
            .AddAgent("subject", async (execution, _) =>
            {
                seen = _ambient.Value;
                await execution.Tools.DispatchAsync("look", ContextValue.Null);
                _ambient.Value = "of the parent";
                (await execution.CallAgentAsync("child", "")).EnsureSuccess();
                return AgentOutput.FromText("");
            }));
        _ambient.Value = "of the caller";

        (await host.Core.ExecuteAsync("subject", host.Context(), "")).EnsureSuccess();

        Assert.Null(seen);
        Assert.Null(seenByTool);
        Assert.Null(seenByChild);
        Assert.Equal("of the caller", _ambient.Value);
    }

    [Fact]
    public async Task Agent_LeavesAmbientStateBehind_TheNextOneOnThatThreadSeesNone()
    {
        var seen = new List<string?>();
        await using var host = new TestHost(builder => builder.AddAgent("subject", (_, _) =>
        {
            lock (seen)
            {
                seen.Add(_ambient.Value);
            }

            _ambient.Value = "left behind";
            return AgentOutput.FromText("");
        }));

        for (var i = 0; i < 50; i++)
        {
            await host.Core.ExecuteAsync("subject", host.Context(), "");
        }

        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public async Task Agent_Disposable_IsDisposedOnEveryWayOut()
    {
        var made = new List<Session>();
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(made);
            builder.AddAgent<Disposable>("subject");
        });

        await host.Core.ExecuteAsync("subject", host.Context(), "");
        await host.Core.ExecuteAsync("subject", host.Context(), "throw");

        Assert.Equal(2, made.Count);
        Assert.All(made, session => Assert.True(session.IsDisposed));
    }

    private sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource _allHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        internal Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _here) == expected)
            {
                _allHere.SetResult();
            }

            return _allHere.Task;
        }
    }

    private sealed class Session : IDisposable
    {
        internal bool IsDisposed { get; private set; }

        internal string? UserId { get; set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Remembering(Meeting meeting, Session session, UserExecutionContext context) : IAgent
    {
        private string? _secret;

        public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            Assert.Null(_secret);
            Assert.Null(session.UserId);
            _secret = execution.Input.AsString();
            session.UserId = execution.Context.UserId.Value;
            await meeting.ArriveAsync();
            execution.Events.Text(_secret);
            return AgentOutput.FromText($"{context.UserId}:{session.UserId}:{_secret}");
        }
    }

    private sealed class Recording(List<Session> made, Session session) : IAgent
    {
        public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            Assert.Same(session, execution.Services.GetRequiredService<Session>());
            made.Add(session);
            return new(AgentOutput.FromText(""));
        }
    }

    private sealed class Disposable(List<Session> made) : IAgent, IAsyncDisposable
    {
        private readonly Session _session = new();

        public ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            made.Add(_session);
            return execution.Input == "throw" ? throw new FormatException() : new(AgentOutput.FromText(""));
        }

        public ValueTask DisposeAsync()
        {
            _session.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
