using Netra.Agents;
using SupportDesk.Data;

namespace SupportDesk.Hosting;

/// <summary>Which shop an owner is a customer of. The host decides by the tenant, which it has authenticated; no message can name one.</summary>
public interface IShopDatabases
{
    /// <summary>The shop of a tenant.</summary>
    /// <exception cref="KeyNotFoundException">There is no shop of that tenant.</exception>
    ShopDatabase Of(TenantId tenant);

    /// <summary>The customer that a user is in the shop. A host whose users have longer names, with an issuer in them, says which.</summary>
    string CustomerOf(UserId user) => user.Value;
}
