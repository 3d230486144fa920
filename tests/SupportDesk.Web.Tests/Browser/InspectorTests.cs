using Microsoft.Playwright;
using SupportDesk.Web.Tests.Support;

namespace SupportDesk.Web.Tests.Browser;

/// <summary>Somebody who looks after the desk.</summary>
public sealed class InspectorTests(Chromium chromium)
{
    [Fact]
    public async Task Inspector_WhileACustomerIsAnswered_ShowsTheRunAsItGoes()
    {
        await using var desk = await TestDesk.StartAsync();
        var hers = desk.Model.Hold(TestDesk.Ottilie);
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync("what have I ordered");
        hers.Release(2);
        await Assertions.Expect(ottilie.Turns.Nth(0).Locator(".answer")).Not.ToBeEmptyAsync();

        await using var looker = await Looker.SignInAsync(chromium, desk);
        await Assertions.Expect(looker.Rows).ToHaveCountAsync(1);
        await looker.Rows.Nth(0).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(looker.Timeline).ToContainTextAsync("tool");
        await Assertions.Expect(looker.Timeline).ToContainTextAsync("at work");
        await looker.PictureAsync("inspector-live");
        hers.Open();
        await ottilie.AnswerAsync(0);

        await Assertions.Expect(looker.State).ToContainTextAsync("Completed");
        await Assertions.Expect(looker.Rows.Nth(0)).ToContainTextAsync("Completed");
        await Assertions.Expect(looker.Timeline).ToContainTextAsync("completed");
        await looker.Page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
        await Assertions.Expect(looker.Page.Locator("#audit")).ToHaveTextAsync("Nothing is recorded.");
        await looker.PictureAsync("inspector");
        var page = await looker.Page.ContentAsync();
        Assert.DoesNotContain("ottilie", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("W4400100", page, StringComparison.Ordinal);
        looker.HasNoFaults();
    }

    [Fact]
    public async Task Inspector_AWorkflowWithHostileWords_DrawnAndWritten()
    {
        await using var host = await PictureHost.StartAsync();
        await using var looker = await Looker.OpenAsync(chromium, host.Address, ColorScheme.Dark);
        await looker.Rows.Nth(0).GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(looker.Page.Locator("#steps")).ToHaveTextAsync("Now at: switch on check, approval (waits)");
        await Assertions.Expect(looker.Page.Locator("#picture g.done")).Not.ToHaveCountAsync(0);
        await Assertions.Expect(looker.Timeline).ToContainTextAsync(PictureHost.Markup);
        Assert.Equal(0, await looker.Page.Locator("img").CountAsync());
        await looker.PictureAsync("inspector-workflow-dark");
        looker.HasNoFaults();
    }

    [Fact]
    public async Task Inspector_KeyboardAlone_OpensARun()
    {
        await using var host = await PictureHost.StartAsync();
        await using var looker = await Looker.OpenAsync(chromium, host.Address, width: 420);
        await Assertions.Expect(looker.Rows).ToHaveCountAsync(1);
        await looker.Rows.Nth(0).GetByRole(AriaRole.Link).FocusAsync();
        await looker.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(looker.Page.Locator("#run-title")).ToBeFocusedAsync();
        await looker.PictureAsync("inspector-narrow");
        looker.HasNoFaults();
    }
}
