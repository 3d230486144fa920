using System.Collections.Concurrent;
using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;

namespace SupportDesk.Tests.Library;

/// <summary>A shop for each tenant: here a tenant is a task, and its shop a fresh copy.</summary>
internal sealed class TaskShops : IShopDatabases
{
    private readonly ConcurrentDictionary<TenantId, ShopDatabase> _shops = new();

    public ShopDatabase Of(TenantId tenant) => _shops[tenant];

    internal void Open(TenantId tenant, ShopDatabase shop) => Assert.True(_shops.TryAdd(tenant, shop));

    internal void Close(TenantId tenant) => Assert.True(_shops.TryRemove(tenant, out _));
}
