using Microsoft.Playwright;
using SupportDesk.Web.Tests.Support;

namespace SupportDesk.Web.Tests.Browser;

/// <summary>What costs money waits for a yes.</summary>
public sealed class ApprovalTests(Chromium chromium)
{
    private const string Cancel = "cancel order #W4400100 because I no longer need it";
    private const string Cancelled = "Order #W4400100 is cancelled; the refund is on its way.";

    [Fact]
    public async Task Cancel_Yes_IsDone()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        await ottilie.AskAsync(Cancel);
        var card = ottilie.Page.GetByRole(AriaRole.Region, new() { Name = "Cancel this order?" });
        await Assertions.Expect(card).ToContainTextAsync("#W4400100");
        await Assertions.Expect(card).ToContainTextAsync("no longer needed");
        await ottilie.PictureAsync("approval");
        await Button(ottilie, "Yes, do it").ClickAsync();

        Assert.Equal(Cancelled, await ottilie.AnswerAsync(0));
        await Assertions.Expect(card).ToContainTextAsync("You said yes.");
        await Assertions.Expect(Button(ottilie, "Yes, do it")).ToHaveCountAsync(0);
        await ottilie.PictureAsync("approved");
        Assert.Contains("cancelled", await OrderAsync(ottilie, 1), StringComparison.Ordinal);
        ottilie.HasNoFaults();
    }

    [Fact]
    public async Task Cancel_No_NothingIsDone()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk, ColorScheme.Dark, 390, 740);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        await ottilie.AskAsync(Cancel);
        await Button(ottilie, "No").WaitForAsync();
        await ottilie.PictureAsync("approval-narrow-dark");
        await Button(ottilie, "No").ClickAsync();

        Assert.Equal("All right, I change nothing.", await ottilie.AnswerAsync(0));
        await Assertions.Expect(ottilie.Turns.Locator(".decision")).ToHaveTextAsync("You said no.");
        await ottilie.PictureAsync("refused-narrow-dark");
        Assert.Contains("pending", await OrderAsync(ottilie, 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_YesThatIsLostOnItsWay_IsSaidAgain()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        await ottilie.AskAsync(Cancel);
        await Button(ottilie, "Yes, do it").WaitForAsync();
        desk.Line.LosesRequests = true;
        await Button(ottilie, "Yes, do it").ClickAsync();
        desk.Line.Cut();
        await desk.Line.NextRefusalAsync();
        desk.Line.Restore();

        Assert.Equal(Cancelled, await ottilie.AnswerAsync(0));
    }

    [Fact]
    public async Task Cancel_PageLoadedAgain_AsksStillAndRemembersTheYes()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        await ottilie.AskAsync(Cancel);
        await Button(ottilie, "Yes, do it").WaitForAsync();
        await ottilie.Page.ReloadAsync();
        await Button(ottilie, "Yes, do it").ClickAsync();
        Assert.Equal(Cancelled, await ottilie.AnswerAsync(0));
        await ottilie.Page.ReloadAsync();

        Assert.Equal(Cancelled, await ottilie.AnswerAsync(0));
        await Assertions.Expect(ottilie.Turns.Locator(".decision")).ToHaveTextAsync("You said yes.");
        Assert.Single(desk.RunsOf(TestDesk.Ottilie));
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task<string> OrderAsync(Visitor visitor, int turn)
    {
        await visitor.AskAsync("where is order #W4400100");
        return await visitor.AnswerAsync(turn);
    }
}
