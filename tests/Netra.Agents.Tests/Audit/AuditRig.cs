using Microsoft.Extensions.Time.Testing;
using Netra.Agents.Audit;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;
using Netra.Agents.Tests.Diagnostics;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Audit;

/// <summary>A trail on a clock that only the test moves, over a store and keys that the test can reach.</summary>
internal sealed class AuditRig : IAsyncDisposable
{
    internal static readonly Owner Alice = new(new UserId("alice"));
    internal static readonly Owner Bob = new(new UserId("bob"));

    private readonly AgentDiagnostics _diagnostics;
    private readonly AgentMetrics _metrics;

    internal AuditRig(Action<AuditOptions>? configure = null, IAuditStore? store = null, IAuditAnchor? anchor = null, IAuditKeyProvider? keys = null)
    {
        var options = new AuditOptions();
        configure?.Invoke(options);
        (Store, Anchor, Keys) = (store ?? new InMemoryAuditStore(), anchor ?? new InMemoryAuditAnchor(), keys ?? NewKeys());
        _metrics = new AgentMetrics(Meters);
        _diagnostics = new AgentDiagnostics(_metrics, Logs, new OwnerPseudonym(new byte[16]));
        Trail = new AuditTrail(Store, Anchor, Keys, options, Clock, SystemEntropySource.Instance, TaskScheduler.Default, _diagnostics);
    }

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    internal TestMeters Meters { get; } = new();
    internal CapturedLogs Logs { get; } = new();
    internal IAuditStore Store { get; }
    internal IAuditAnchor Anchor { get; }
    internal IAuditKeyProvider Keys { get; }
    internal AuditTrail Trail { get; }

    internal static SwitchedKeys NewKeys() => new("k1", "k2", "k3");

    internal static UserExecutionContext Context(Owner owner) => UserExecutionContext.FromRequest(owner, new ThreadId("thread"));

    internal AuditEntry Entry(Owner owner, int number, string? reason = "because") => new(
        owner, new RunId(new Guid(7, 0, 0, new byte[8])), number % 3 == 0 ? null : new ExecutionId(new Guid(number + 1, 0, 0, new byte[8])), Clock.GetUtcNow(),
        AuditKinds.ToolRefusal, "get_order", AuditDecisions.Refused, number % 2 == 0 ? AgentErrorCodes.Denied : null, number % 4 == 0 ? null : reason) { CallNumber = number };

    internal async Task<List<AuditRecord>> RecordAsync(Owner owner, int count, int from = 0)
    {
        for (var i = from; i < from + count; i++)
        {
            await Trail.RecordAsync(Entry(owner, i), default);
            Clock.Advance(TimeSpan.FromTicks(1));
        }

        return await RecordsAsync(owner);
    }

    internal async Task<List<AuditRecord>> RecordsAsync(Owner owner) => [.. await Store.ReadAsync(Trail.StreamOf(owner), 1, int.MaxValue, default)];

    internal ValueTask<IReadOnlyList<AuditEntry>> ListAsync(Owner owner) => Trail.ListAsync(Context(owner));

    internal AuditVerifier Verifier() => VerifierOf(Keys);

    internal static AuditVerifier VerifierOf(IAuditKeyProvider keys) => new(id => keys.TryGetKey(id, out var key) ? AuditVerificationKey.Derive(id, key.Span) : null);

    internal ValueTask<AuditVerification> VerifyAsync(
        Owner owner, IEnumerable<AuditRecord> records, AuditHead? expected = null, AuditCheckpoint? start = null, AuditCheckpoint? anchored = null) =>
        Verifier().VerifyAsync(Trail.StreamOf(owner), records.ToAsyncEnumerable(), start, anchored, expected);

    internal async Task<byte[]> ExportAsync(Owner owner)
    {
        using var file = new MemoryStream();
        await Trail.ExportAsync(Trail.StreamOf(owner), file);
        return file.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Trail.DisposeAsync();
        _diagnostics.Dispose();
        _metrics.Dispose();
        Meters.Dispose();
    }
}
