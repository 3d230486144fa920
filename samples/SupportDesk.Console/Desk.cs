using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;
using SupportDesk.Models;

namespace SupportDesk.Terminal;

/// <summary>One shop, open: its database in a scratch file, and the host of its agents.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ShopDatabase _shop;
    private readonly ServiceProvider _provider;

    private Desk(DirectoryInfo folder, ShopDatabase shop, ServiceProvider provider) =>
        (_folder, _shop, _provider, Connections) = (folder, shop, provider, provider.GetRequiredService<IConnectionExecutor>());

    internal IConnectionExecutor Connections { get; }

    internal IAuditTrail Audit => _provider.GetRequiredService<IAuditTrail>();

    internal static Desk Open(ShopData data, bool confirmChanges, ModelChoice? model = null)
    {
        var folder = Directory.CreateTempSubdirectory("support-desk-");
        var shop = ShopTemplate.Create(data).Copy(Path.Combine(folder.FullName, "shop.db"));
        var services = new ServiceCollection();
        services.AddNetraAgents().AddSupportDesk(new OneShop(shop), options =>
        {
            options.ConfirmChanges = confirmChanges;
            options.Model = model ?? options.Model;
        });
        return new Desk(folder, shop, services.BuildServiceProvider());
    }

    /// <summary>A connection of a customer whom this program takes for authenticated.</summary>
    internal static AgentConnection Connect(string customer, IAgentEventSink events) =>
        new(new ConnectionId($"terminal-{customer}"), new Owner(new UserId(customer)), events, ShopPermissions.Customer);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _shop.Dispose();
        _folder.Delete(recursive: true);
    }
}
