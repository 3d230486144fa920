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
}
