using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace SupportDesk.Web.Tests.Support;

/// <summary>Somebody in front of the chat page.</summary>
internal sealed partial class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults;

    private Visitor(IBrowserContext context, IPage page, ConcurrentQueue<string> faults) => (_context, Page, _faults) = (context, page, faults);

    internal IPage Page { get; }

    internal ILocator Question => Page.GetByLabel("Your question");

    internal ILocator State => Page.Locator("#state");

    internal ILocator Turns => Page.Locator(".turn");

    internal static async Task<Visitor> OpenAsync(Chromium chromium, TestDesk desk, ColorScheme scheme = ColorScheme.Light, int width = 1000, int height = 760)
    {
        var context = await chromium.ContextAsync(scheme, width, height);
        var page = await context.NewPageAsync();
        var faults = new ConcurrentQueue<string>();
        page.PageError += (_, fault) => faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                faults.Enqueue(message.Text);
        };
        await page.GotoAsync(desk.Address.ToString());
        return new Visitor(context, page, faults);
    }

    internal async Task SignInAsync(string name)
    {
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync("demo");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(State).ToHaveTextAsync("Connected");
    }

    internal async Task AskAsync(string question)
    {
        await Question.FillAsync(question);
        await Question.PressAsync("Enter");
    }

    /// <summary>The whole answer to a question, when it is whole.</summary>
    internal async Task<string> AnswerAsync(int turn)
    {
        await Assertions.Expect(Turns.Nth(turn)).ToHaveAttributeAsync("data-status", AnyStatus());
        HasNoFaults();
        return string.Concat(await Turns.Nth(turn).Locator(".answer").AllTextContentsAsync());
    }

    internal Task SeesAsync(int turn, string text) => Assertions.Expect(Turns.Nth(turn).Locator(".answer")).ToHaveTextAsync(text);

    internal Task PictureAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Screenshots, $"{name}.png") });

    /// <summary>A script that failed, or something that the page's policy forbade, fails the test.</summary>
    internal void HasNoFaults() => Assert.Empty(_faults);

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    [GeneratedRegex(".")]
    private static partial Regex AnyStatus();
}
