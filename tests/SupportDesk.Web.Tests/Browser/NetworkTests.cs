using Microsoft.Playwright;
using SupportDesk.Web.Tests.Support;

namespace SupportDesk.Web.Tests.Browser;

/// <summary>The line is lost, at the worst moments.</summary>
public sealed class NetworkTests(Chromium chromium)
{
    private const string Details = "my details";

    [Fact]
    public async Task Answer_CutAndRestoredInItsMidst_IsTheUncutOne()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync(Details);
        var uncut = await ottilie.AnswerAsync(0);
        var gate = desk.Model.Hold(TestDesk.Ottilie);

        await ottilie.AskAsync(Details);
        gate.Release(3);
        await ottilie.SeesAsync(1, "Ottilie Brandt, 18");
        desk.Line.Cut();
        gate.Release(4);
        await gate.PassedAsync(7);
        await desk.Line.NextRefusalAsync();
        await Assertions.Expect(ottilie.State).Not.ToHaveTextAsync("Connected");
        await ottilie.PictureAsync("no-connection");
        await desk.Line.NextRefusalAsync();
        desk.Line.Restore();
        await ottilie.SeesAsync(1, "Ottilie Brandt, 18 Tannery Row, Asheville 28801;");
        gate.Open();

        Assert.Equal(uncut, await ottilie.AnswerAsync(1));
        await Assertions.Expect(ottilie.Turns).ToHaveCountAsync(2);
        await Assertions.Expect(ottilie.State).ToHaveTextAsync("Connected");
        Assert.Equal(2, desk.RunsOf(TestDesk.Ottilie).Count);
        ottilie.HasNoFaults();
    }

    [Fact]
    public async Task Answer_CutAtEveryFewWords_IsTheUncutOne()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync(Details);
        var uncut = await ottilie.AnswerAsync(0);
        var gate = desk.Model.Hold(TestDesk.Ottilie);

        await ottilie.AskAsync(Details);
        for (var words = 3; words <= 9; words += 3)
        {
            gate.Release(3);
            await gate.PassedAsync(words);
            desk.Line.Cut();
            await desk.Line.NextRefusalAsync();
            desk.Line.Restore();
            await ottilie.SeesAsync(1, string.Join(' ', uncut.Split(' ')[..words]));
        }

        gate.Open();
        Assert.Equal(uncut, await ottilie.AnswerAsync(1));
    }

    [Fact]
    public async Task Question_LostOnItsWay_IsSaidAgainAndRunsOnce()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        desk.Line.LosesRequests = true;
        await ottilie.AskAsync(Details);
        await Assertions.Expect(ottilie.Turns.Locator(".thinking")).ToHaveTextAsync("Sent…");
        desk.Line.Cut();
        await desk.Line.NextRefusalAsync();
        Assert.Empty(desk.RunsOf(TestDesk.Ottilie));
        desk.Line.Restore();

        Assert.StartsWith("Ottilie Brandt", await ottilie.AnswerAsync(0), StringComparison.Ordinal);
        Assert.Single(desk.RunsOf(TestDesk.Ottilie));
    }

    [Fact]
    public async Task Question_WhoseAnswerIsLost_IsSaidAgainAndRunsOnce()
    {
        await using var desk = await TestDesk.StartAsync();
        var gate = desk.Model.Hold(TestDesk.Ottilie);
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        desk.Line.LosesAnswers = true;
        await ottilie.AskAsync(Details);
        gate.Release(2);
        await gate.PassedAsync(2);
        desk.Line.Cut();
        await desk.Line.NextRefusalAsync();
        desk.Line.Restore();
        await ottilie.SeesAsync(0, "Ottilie Brandt,");
        gate.Open();

        Assert.EndsWith("#W4400174.", await ottilie.AnswerAsync(0), StringComparison.Ordinal);
        Assert.Single(desk.RunsOf(TestDesk.Ottilie));
    }

    [Fact]
    public async Task Questions_AskedWhileOffline_AreAnsweredInTheirOrder()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);

        desk.Line.Cut();
        await desk.Line.NextRefusalAsync();
        await ottilie.AskAsync("where is my order #W4400100");
        await ottilie.AskAsync("cancel it");
        await desk.Line.NextRefusalAsync();
        desk.Line.Restore();

        Assert.Equal("Order #W4400100 is pending: Rain Jacket, Bike Light.", await ottilie.AnswerAsync(0));
        Assert.StartsWith("Why do you cancel it?", await ottilie.AnswerAsync(1), StringComparison.Ordinal);
        Assert.Equal(2, desk.RunsOf(TestDesk.Ottilie).Count);
    }

    [Fact]
    public async Task Page_LoadedAgainInTheMidstOfAnAnswer_GoesOn()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync(Details);
        var uncut = await ottilie.AnswerAsync(0);
        var gate = desk.Model.Hold(TestDesk.Ottilie);

        await ottilie.AskAsync(Details);
        gate.Release(3);
        await ottilie.SeesAsync(1, "Ottilie Brandt, 18");
        await ottilie.Page.ReloadAsync();
        await ottilie.SeesAsync(1, "Ottilie Brandt, 18");
        Assert.Equal(uncut, await ottilie.AnswerAsync(0));
        gate.Open();

        Assert.Equal(uncut, await ottilie.AnswerAsync(1));
        await Assertions.Expect(ottilie.Turns).ToHaveCountAsync(2);
        Assert.Equal(2, desk.RunsOf(TestDesk.Ottilie).Count);
        ottilie.HasNoFaults();
    }

    [Fact]
    public async Task Question_OnALineThatIsDeadAndLooksAlive_IsSaidAgain()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.Page.Clock.InstallAsync();
        await ottilie.SignInAsync(TestDesk.Ottilie);

        desk.Line.LosesAnswers = true;
        await ottilie.AskAsync(Details);
        await ottilie.Page.Clock.FastForwardAsync(10_000);
        await Assertions.Expect(ottilie.State).Not.ToHaveTextAsync("Connected");
        desk.Line.Restore();
        await ottilie.Page.Clock.FastForwardAsync(1_000);

        Assert.EndsWith("#W4400174.", await ottilie.AnswerAsync(0), StringComparison.Ordinal);
        Assert.Single(desk.RunsOf(TestDesk.Ottilie));
    }

    [Fact]
    public async Task Desk_StartedAnewInTheMidstOfAnAnswer_PageSaysWhatIsKept()
    {
        await using var desk = await TestDesk.StartAsync();
        await using var ottilie = await Visitor.OpenAsync(chromium, desk);
        await ottilie.SignInAsync(TestDesk.Ottilie);
        await ottilie.AskAsync(Details);
        var answer = await ottilie.AnswerAsync(0);
        var gate = desk.Model.Hold(TestDesk.Ottilie);
        await ottilie.AskAsync(Details);
        gate.Release(2);
        await ottilie.SeesAsync(1, "Ottilie Brandt,");

        await desk.StartAnewAsync();
        await ottilie.Page.WaitForURLAsync("**/sign-in");
        await ottilie.SignInAsync(TestDesk.Ottilie);
        gate.Open();

        Assert.Equal(answer, await ottilie.AnswerAsync(0));
        await ottilie.AnswerAsync(1);
        await Assertions.Expect(ottilie.Turns.Nth(1).Locator(".outcome")).ToHaveTextAsync("This answer isn’t kept any more. Please ask again.");
        await ottilie.PictureAsync("started-anew");
        await ottilie.AskAsync(Details);
        Assert.Equal(answer, await ottilie.AnswerAsync(2));
        Assert.Single(desk.RunsOf(TestDesk.Ottilie));
    }
}
