using Netra.Agents;
using SupportDesk.Data;

namespace SupportDesk.Hosting;

/// <summary>A host of one shop, whose customers have no tenant.</summary>
public sealed class OneShop(ShopDatabase database) : IShopDatabases
{
    public ShopDatabase Of(TenantId tenant) => tenant.IsNone ? database : throw new KeyNotFoundException("This host has one shop, for customers without a tenant.");
}
