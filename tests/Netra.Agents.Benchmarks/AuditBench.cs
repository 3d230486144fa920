using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Benchmarks;

/// <summary>The audit trail alone: one owner's chain in memory, written by one thread, each entry with a reason that is encrypted.</summary>
internal sealed class AuditBench : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IAuditTrail _trail;
    private readonly AuditEntry _entry = new(
        new Owner(new UserId("alice")), RunId.New(), null, DateTimeOffset.UnixEpoch, AuditKinds.ToolRefusal, "get_order", AuditDecisions.Refused, AgentErrorCodes.Denied, "Nobody permits it.");

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[32]);
    private readonly AesGcm _cipher = new(new byte[32], 16);
    private readonly byte[] _fields = new byte[300];
    private readonly byte[] _plain = new byte[24];
    private readonly byte[] _sealed = new byte[24];
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[16];
    private readonly byte[] _mac = new byte[32];

    internal AuditBench()
    {
        var services = new ServiceCollection();
        services.AddNetraAgents();
        _provider = services.BuildServiceProvider();
        _trail = _provider.GetRequiredService<IAuditTrail>();
    }

    internal Task AppendAsync()
    {
        var recording = _trail.RecordAsync(_entry, CancellationToken.None);
        return recording.IsCompletedSuccessfully ? Task.CompletedTask : recording.AsTask();
    }

    /// <summary>What no implementation can do without: the floor of an append.</summary>
    internal object Primitives()
    {
        _cipher.Encrypt(_nonce, _plain, _sealed, _tag, _mac);
        SHA256.HashData(_sealed, _mac);
        _hash.AppendData(_fields);
        _hash.GetHashAndReset(_mac);
        return _mac;
    }

    public ValueTask DisposeAsync()
    {
        _hash.Dispose();
        _cipher.Dispose();
        return _provider.DisposeAsync();
    }
}
