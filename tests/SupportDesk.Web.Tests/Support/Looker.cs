using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace SupportDesk.Web.Tests.Support;

/// <summary>Somebody in front of the inspector.</summary>
internal sealed class Looker : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    private Looker(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _faults.Enqueue(message.Text);
        };
    }

    internal IPage Page { get; }

    internal ILocator Rows => Page.Locator("#runs tbody tr");

    internal ILocator Timeline => Page.Locator("#timeline");

    internal ILocator State => Page.Locator("#run-state");

    internal static async Task<Looker> OpenAsync(Chromium chromium, Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1300)
    {
        var context = await chromium.ContextAsync(scheme, width, 900);
        var looker = new Looker(context, await context.NewPageAsync());
        await looker.Page.GotoAsync(new Uri(address, "/inspector").ToString());
        return looker;
    }

    /// <summary>The desk's operator, who lands at the inspector.</summary>
    internal static async Task<Looker> SignInAsync(Chromium chromium, TestDesk desk)
    {
        var looker = await OpenAsync(chromium, desk.Address);
        await looker.Page.GetByLabel("Name").FillAsync("operator");
        await looker.Page.GetByLabel("Password").FillAsync("demo");
        await looker.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(looker.Page.Locator("#host")).ToHaveTextAsync("The host takes runs.");
        return looker;
    }

    internal Task PictureAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Screenshots, $"{name}.png"), FullPage = true });

    internal void HasNoFaults() => Assert.Empty(_faults);

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
