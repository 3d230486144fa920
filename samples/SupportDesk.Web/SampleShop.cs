using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;
using SupportDesk.Web.Accounts;

namespace SupportDesk.Web;

/// <summary>The sample's shop in a scratch file, new whenever the host starts.</summary>
internal sealed class SampleShop : IShopDatabases, IDisposable
{
    private const string Issuer = Account.Issuer + "|";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("support-desk-web-");
    private readonly ShopDatabase _shop;

    internal SampleShop(ShopData data) => _shop = ShopTemplate.Create(data).Copy(Path.Combine(_folder.FullName, "shop.db"));

    public ShopDatabase Of(TenantId tenant) => tenant.IsNone ? _shop : throw new KeyNotFoundException("This host has one shop, for customers without a tenant.");

    /// <summary>An owner is named by the issuer and the subject: the customers of this shop are those whom this host has signed in.</summary>
    public string CustomerOf(UserId user) => user.Value.StartsWith(Issuer, StringComparison.Ordinal)
        ? user.Value[Issuer.Length..]
        : throw new KeyNotFoundException("This host didn't sign that user in.");

    public void Dispose()
    {
        _shop.Dispose();
        _folder.Delete(recursive: true);
    }
}
