using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Netra.Agents.State;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.DependencyInjection;

public sealed class ReplacedPartsTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2040, 5, 6, 7, 8, 9, TimeSpan.Zero));
    private readonly WatchedStore _store = new();
    private readonly ListedAudit _audit = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parts_OfTheHostsOwn_AreUsedWhetherRegisteredBeforeOrAfter(bool before)
    {
        var services = new ServiceCollection();
        if (before)
        {
            Replace(services);
        }

        services.AddNetraAgents().AddAgent("subject", async (execution, _) =>
        {
            await execution.State.SetAsync(StateScope.User, "name", 1);
            await execution.Tools.DispatchAsync("none", ContextValue.Null);
            return AgentOutput.FromValue(ContextValue.List(execution.TimeProvider.GetUtcNow().Year, execution.NewId().ToString(), execution.NextRandom(1_000_000)));
        });
        if (!before)
        {
            Replace(services);
        }

        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        var context = UserExecutionContext.FromRequest(new UserId("alice"), new ThreadId("thread"));

        var result = await provider.GetRequiredService<IAgentExecutionCore>().ExecuteAsync("subject", context, "");
        await provider.GetRequiredService<IStateManager>().SetAsync(UserExecutionContext.FromRequest(new UserId("bob"), new ThreadId("thread")), StateScope.User, "other", 1);

        var given = result.EnsureSuccess().Value.Items.ToList();
        Assert.Equal(2040, given[0].AsInt64());
        Assert.EndsWith(Entropy.Bytes, given[1].AsString(), StringComparison.Ordinal);
        Assert.Equal((long)(BitConverter.ToUInt64([7, 7, 7, 7, 7, 7, 7, 7]) % 1_000_000), given[2].AsInt64());
        Assert.Equal(["name", "other"], _store.Written);
        Assert.Equal("unknown", Assert.Single(_audit.Entries).Code);
        Assert.Equal(_clock.GetUtcNow(), _audit.Entries[0].Timestamp);
    }

    [Fact]
    public async Task Store_Throws_TheAgentGetsItsException()
    {
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IStateStore>(new WatchedStore { Fault = new IOException("the disk is full") });
            builder.AddAgent("subject", async (execution, _) =>
            {
                await execution.State.SetAsync(StateScope.User, "name", 1);
                return AgentOutput.FromText("");
            });
        });

        var result = await host.Core.ExecuteAsync("subject", host.Context(), "");

        Assert.Equal("agent_failed", result.Error!.Code);
        Assert.IsType<IOException>(result.Exception);
    }

    private void Replace(IServiceCollection services) => services
        .AddSingleton<TimeProvider>(_clock).AddSingleton<IEntropySource, Entropy>().AddSingleton<IStateStore>(_store).AddSingleton<IAuditTrail>(_audit);

    private sealed class Entropy : IEntropySource
    {
        internal const string Bytes = "07070707";

        public void Fill(Span<byte> destination) => destination.Fill(7);
    }

    private sealed class WatchedStore : IStateStore
    {
        private readonly IStateStore _inner = new InMemoryStateStore();

        internal List<string> Written { get; } = [];

        internal Exception? Fault { get; init; }

        public ValueTask<StateEntry?> GetAsync(StateKey key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

        public ValueTask<StateCommit> CommitAsync(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim, CancellationToken cancellationToken)
        {
            Written.AddRange(writes.Select(write => write.Key.Name));
            return Fault is null ? _inner.CommitAsync(writes, claim, cancellationToken) : throw Fault;
        }

        public ValueTask<StatePage> ListAsync(StateKey prefix, string? afterName, int limit, CancellationToken cancellationToken) =>
            _inner.ListAsync(prefix, afterName, limit, cancellationToken);

        public IAsyncEnumerable<StateRecord> ExportAsync(Owner owner, CancellationToken cancellationToken) => _inner.ExportAsync(owner, cancellationToken);

        public ValueTask<int> EraseAsync(Owner owner, CancellationToken cancellationToken) => _inner.EraseAsync(owner, cancellationToken);
    }
}
