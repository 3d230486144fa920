using Netra.Agents;

namespace SupportDesk.Hosting;

/// <summary>What a customer may do.</summary>
public static class ShopPermissions
{
    public const string Read = "shop.read";
    public const string Write = "shop.write";

    /// <summary>What every customer of the shop has.</summary>
    public static Grants Customer { get; } = Grants.Of(Read, Write);
}
