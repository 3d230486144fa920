using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Tools;

public sealed class ToolScopeTests
{
    private readonly ConcurrentQueue<Session> _sessions = new();

    [Fact]
    public async Task Services_CallsAtOnce_EachHasASessionOfItsOwnThatIsDisposed()
    {
        var meeting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(
            async (Session session) =>
            {
                _sessions.Enqueue(session);
                if (_sessions.Count == 20)
                {
                    meeting.SetResult();
                }

                await meeting.Task;
                Assert.False(session.IsDisposed);
            },
            async execution =>
            {
                var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => execution.Tools.DispatchAsync("subject", ContextValue.Null).AsTask()));
                Assert.All(results, result => Assert.True(result.Succeeded));
                Assert.DoesNotContain(execution.Services.GetRequiredService<Session>(), _sessions);
            });

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();

        Assert.Equal(20, _sessions.Distinct().Count());
        Assert.All(_sessions, session => Assert.True(session.IsDisposed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Services_ToolIgnoresItsToken_AreDisposedWhenItsCodeEndsAndNotBefore(bool cancelRun)
    {
        using var stage = new Stage();
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = Host(
            async (Session session) =>
            {
                session.Disposing = disposed.SetResult;
                _sessions.Enqueue(session);
                await stage.HangAsync();
                Assert.False(session.IsDisposed);
                return "late";
            },
            async execution => await execution.Tools.DispatchAsync("subject", ContextValue.Null));
        var context = host.Context();
        var running = host.Core.ExecuteAsync("caller", context, "").AsTask();
        await stage.Reached;

        if (cancelRun)
        {
            Assert.True(await host.Core.CancelAsync(context, context.RunId));
        }
        else
        {
            host.Advance(30);
        }

        Assert.Equal(cancelRun ? ExecutionStatus.Cancelled : ExecutionStatus.Completed, (await running).Status);
        Assert.False(Assert.Single(_sessions).IsDisposed);
        var events = host.Log(context);
        stage.Release();
        await disposed.Task;

        await host.Meters.ReachedAsync(TestMeters.LateResults, 1);
        Assert.Equal(events, host.Log(context));
        Assert.DoesNotContain("late", events.OfType<ToolCompleted>().Single().Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_ToolThrows_AreDisposedBeforeTheCallerGoesOn()
    {
        await using var host = Host(
            (Session session) =>
            {
                _sessions.Enqueue(session);
                throw new FormatException();
            },
            async execution =>
            {
                Assert.Equal("tool_failed", (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).Error!.Code);
                Assert.True(Assert.Single(_sessions).IsDisposed);
            });

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();
    }

    [Fact]
    public async Task Services_DisposeThrows_TheCallIsAsItWas()
    {
        await using var host = Host(
            (Session session) =>
            {
                session.Disposing = () => throw new FormatException();
                return "done";
            },
            async execution => Assert.Equal("done", (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess().AsString()));

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Services_CodeThatTheToolLeftBehind_GetsNone(bool usedBefore)
    {
        ToolInvocation? left = null;
        await using var host = Host(
            (ToolInvocation invocation) =>
            {
                left = invocation;
                if (usedBefore)
                {
                    _sessions.Enqueue(invocation.Services.GetRequiredService<Session>());
                }
            },
            async execution =>
            {
                (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess();
                Assert.Throws<ObjectDisposedException>(() => left!.Services);
            });

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();

        Assert.All(_sessions, session => Assert.True(session.IsDisposed));
    }

    [Fact]
    public async Task UserContext_OfACall_IsAChildOfTheExecutionsAndNeverMore()
    {
        UserExecutionContext? inner = null;
        await using var host = Host(
            (UserExecutionContext context) => { inner = context; },
            async execution => (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess());
        var context = host.Context();

        (await host.Core.ExecuteAsync("caller", context, "")).EnsureSuccess();

        Assert.Equal(context.RequestId, inner!.ParentRequestId);
        Assert.Equal((context.Owner, context.RunId, context.ThreadId, context.CorrelationId), (inner.Owner, inner.RunId, inner.ThreadId, inner.CorrelationId));
        Assert.Equal(1, inner.OperationDepth);
        Assert.Equal("subject", inner.OperationName);
        Assert.Equal(context.Grants, inner.Grants);
    }

    [Fact]
    public async Task UserContext_ReadByManyAtOnce_IsOne()
    {
        await using var host = Host(
            (ToolInvocation invocation) =>
            {
                var seen = new UserExecutionContext[8];
                Parallel.For(0, seen.Length, i => seen[i] = invocation.UserContext);
                Assert.Single(seen.Distinct());
            },
            async execution =>
            {
                for (var i = 0; i < 50; i++)
                {
                    (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess();
                }
            });

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();
    }

    [Fact]
    public async Task Tool_ByType_IsMadeForEachCallFromTheCallsScopeAndDisposed()
    {
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton(_sessions).AddScoped<Session>();
            builder.AddTool<TypedTool>(new ToolDefinition("subject", "Is typed.") { RequiredPermission = TestHost.Permission });
            builder.AddAgent("caller", async (execution, _) =>
            {
                for (var i = 0; i < 2; i++)
                {
                    Assert.Equal("alice", (await execution.Tools.DispatchAsync("subject", ContextValue.Null)).EnsureSuccess().AsString());
                }

                return AgentOutput.FromText("");
            });
        });

        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();

        Assert.Equal(4, _sessions.Distinct().Count());
        Assert.All(_sessions, session => Assert.True(session.IsDisposed));
    }

    private static TestHost Host(Delegate tool, Func<AgentExecution, Task> agent) => new(builder =>
    {
        builder.Services.AddScoped<Session>();
        builder.AddTool("subject", "Is tried.", tool, options => options.RequirePermission(TestHost.Permission));
        builder.AddAgent("caller", async (execution, _) =>
        {
            await agent(execution);
            return AgentOutput.FromText("");
        });
    });

    private sealed class Session : IDisposable
    {
        internal bool IsDisposed { get; private set; }

        internal Action? Disposing { get; set; }

        public void Dispose()
        {
            IsDisposed = true;
            Disposing?.Invoke();
        }
    }

    private sealed class TypedTool : ITool, IDisposable
    {
        private readonly UserExecutionContext _context;
        private readonly Session _own = new();

        public TypedTool(ConcurrentQueue<Session> sessions, Session session, UserExecutionContext context)
        {
            _context = context;
            sessions.Enqueue(session);
            sessions.Enqueue(_own);
        }

        public ToolDefinition Definition => new("subject", "Is typed.");

        public ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
        {
            Assert.Same(_context, invocation.UserContext);
            return new(_context.UserId.Value);
        }

        public void Dispose() => _own.Dispose();
    }
}
