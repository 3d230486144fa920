using Microsoft.Playwright;
using SupportDesk.Web.Tests.Support;

namespace SupportDesk.Web.Tests.Browser;

/// <summary>Customers in front of the page.</summary>
public sealed class ChatTests(Chromium chromium)
{
    [Fact]
    public async Task Chat_TwoCustomersAtOnce_EachSeesTheirOwn()
    {
        await using var desk = await TestDesk.StartAsync();
        var (hers, his) = (desk.Model.Hold(TestDesk.Ottilie), desk.Model.Hold(TestDesk.Tomasz));
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await using var tomasz = await Visitor.OpenAsync(chromium, desk, ColorScheme.Dark);
        await ottilie.PictureAsync("sign-in");
        await tomasz.PictureAsync("sign-in-dark");
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await tomasz.SignInAsync(TestDesk.Tomasz);
        await ottilie.PictureAsync("welcome");

        await ottilie.AskAsync("my details");
        await tomasz.AskAsync("my details");
        hers.Release(2);
        his.Release(2);
        await ottilie.SeesAsync(0, "Ottilie Brandt,");
        await tomasz.SeesAsync(0, "Tomasz Wilk,");
        await ottilie.PictureAsync("answer-under-way");
        await tomasz.PictureAsync("answer-under-way-dark");
        his.Open();
        hers.Open();

        var (herAnswer, hisAnswer) = (await ottilie.AnswerAsync(0), await tomasz.AnswerAsync(0));
        Assert.EndsWith("your orders: #W4400100, #W4400137, #W4400174.", herAnswer, StringComparison.Ordinal);
        Assert.EndsWith("your orders: #W4400211, #W4400248.", hisAnswer, StringComparison.Ordinal);
        Assert.DoesNotContain("Tomasz", await ottilie.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Ottilie", await tomasz.Page.ContentAsync(), StringComparison.Ordinal);
        await ottilie.PictureAsync("answered");
        ottilie.HasNoFaults();
        tomasz.HasNoFaults();
    }

    [Fact]
    public async Task Chat_KeyboardAlone_SignsInAsksApprovesAndSignsOut()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        var keys = ottilie.Page.Keyboard;

        await Assertions.Expect(ottilie.Page.GetByLabel("Name")).ToBeFocusedAsync();
        await keys.TypeAsync(TestDesk.Ottilie);
        await keys.PressAsync("Tab");
        await keys.TypeAsync("demo");
        await keys.PressAsync("Enter");
        await Assertions.Expect(ottilie.State).ToHaveTextAsync("Connected");
        await Assertions.Expect(ottilie.Question).ToBeFocusedAsync();
        await keys.TypeAsync("cancel order #W4400100 because I no longer need it");
        await keys.PressAsync("Enter");

        // Being asked takes the focus from nobody.
        var yes = ottilie.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" });
        await yes.WaitForAsync();
        await Assertions.Expect(ottilie.Question).ToBeFocusedAsync();
        await BackToAsync(ottilie, yes);
        await ottilie.PictureAsync("keyboard-approval");
        await keys.PressAsync("Enter");
        await Assertions.Expect(ottilie.Question).ToBeFocusedAsync();
        Assert.StartsWith("Order #W4400100 is cancelled", await ottilie.AnswerAsync(0), StringComparison.Ordinal);

        await BackToAsync(ottilie, ottilie.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await keys.PressAsync("Enter");
        await Assertions.Expect(ottilie.Page.GetByLabel("Name")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Chat_MarkupAndStop_ShownAsTextAndStopped()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        var gate = desk.Model.Hold(TestDesk.Ottilie);

        await ottilie.AskAsync("<img src=x onerror=\"document.title='hurt'\">");
        gate.Release(2);
        await ottilie.SeesAsync(0, "I didn't");
        await ottilie.Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();

        await ottilie.AnswerAsync(0);
        await Assertions.Expect(ottilie.Turns.Locator(".outcome")).ToHaveTextAsync("Stopped.");
        await Assertions.Expect(ottilie.Question).ToBeFocusedAsync();
        await Assertions.Expect(ottilie.Turns.Locator(".asked p")).ToHaveTextAsync("<img src=x onerror=\"document.title='hurt'\">");
        await Assertions.Expect(ottilie.Page.Locator("img")).ToHaveCountAsync(0);
        await ottilie.PictureAsync("stopped");
        ottilie.HasNoFaults();
    }

    [Fact]
    public async Task Chat_SignedOutInAnotherTab_EndsHereTooAndLeavesNothingForTheNext()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync("my details");
        await ottilie.AnswerAsync(0);
        var other = await ottilie.Page.Context.NewPageAsync();
        await other.GotoAsync(desk.Address.ToString());

        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await ottilie.Page.WaitForURLAsync("**/sign-in");
        await ottilie.SignInAsync(TestDesk.Tomasz);

        await Assertions.Expect(ottilie.Turns).ToHaveCountAsync(0);
        Assert.DoesNotContain("details", await ottilie.Page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);
    }

    /// <summary>Goes back with the keyboard until this has the focus.</summary>
    private static async Task BackToAsync(Visitor visitor, ILocator locator)
    {
        for (var i = 0; i < 10 && !await locator.EvaluateAsync<bool>("element => element === document.activeElement"); i++)
            await visitor.Page.Keyboard.PressAsync("Shift+Tab");

        await Assertions.Expect(locator).ToBeFocusedAsync();
    }
}
