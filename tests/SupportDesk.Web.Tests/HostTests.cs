using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SupportDesk.Web.Tests.Support;

namespace SupportDesk.Web.Tests;

/// <summary>The desk without a browser.</summary>
public sealed class HostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Nobody_IsLedToTheSignInPageOrTold()
    {
        await using var desk = await TestDesk.StartAsync();
        using var client = desk.Client();

        using var page = await client.GetAsync(Path("/"), Token);
        using var runs = await client.GetAsync(Path("/agents/runs"), Token);
        using var health = await client.GetAsync(Path("/health"), Token);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in"), (page.StatusCode, page.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.Unauthorized, runs.StatusCode);
        Assert.Equal("application/problem+json", runs.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.Redirect, health.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(desk, new CookieContainer()));
    }

    [Theory]
    [InlineData(TestDesk.Ottilie, "wrong")]
    [InlineData("nobody", "demo")]
    [InlineData("<b>nobody</b>", "")]
    public async Task SignIn_WrongNameOrPassword_SameAnswerAndNoCookie(string name, string password)
    {
        await using var desk = await TestDesk.StartAsync();
        var cookies = new CookieContainer();
        using var client = desk.Client(cookies);

        using var answer = await TestDesk.SignInAsync(client, name, password);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("There is no such name with this password.", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain(cookies.GetAllCookies(), cookie => cookie.Name == "desk");
    }

    [Fact]
    public async Task SignIn_Customer_CookieIsForThisHostOnly()
    {
        await using var desk = await TestDesk.StartAsync();
        using var client = desk.Client();

        using var answer = await TestDesk.SignInAsync(client, TestDesk.Ottilie);
        var page = await client.GetStringAsync(Path("/"), Token);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("desk=", StringComparison.Ordinal));
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Ottilie Brandt", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    public async Task Post_WithoutTheFormsToken_IsRefused(string action)
    {
        await using var desk = await TestDesk.StartAsync();
        using var client = desk.Client();
        using var _ = await TestDesk.SignInAsync(client, TestDesk.Ottilie);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", TestDesk.Tomasz), KeyValuePair.Create("password", "demo")]);

        using var answer = await client.PostAsync(Path(action), form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("Ottilie Brandt", await client.GetStringAsync(Path("/who"), Token));
    }

    [Fact]
    public async Task SignOut_OpenLineAndCopiedCookie_BothEnd()
    {
        await using var desk = await TestDesk.StartAsync();
        var (cookies, copied) = (new CookieContainer(), new CookieContainer());
        using var client = desk.Client(cookies);
        using var signedIn = await TestDesk.SignInAsync(client, TestDesk.Ottilie);
        copied.Add(cookies.GetAllCookies());
        using var socket = await ConnectAsync(desk, copied);

        using var _ = await TestDesk.PostFormAsync(client, "/", "/sign-out");

        var end = await socket.ReceiveAsync(new byte[16], Token);
        Assert.Equal((WebSocketMessageType.Close, "signed_out"), (end.MessageType, socket.CloseStatusDescription));
        using var thief = desk.Client(copied);
        using var answer = await thief.GetAsync(Path("/agents/runs"), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Agents_TwoCustomers_EachHasTheirOwn()
    {
        await using var desk = await TestDesk.StartAsync();
        var (ottilie, tomasz) = (new CookieContainer(), new CookieContainer());
        using var one = desk.Client(ottilie);
        using var other = desk.Client(tomasz);
        using var first = await TestDesk.SignInAsync(one, TestDesk.Ottilie);
        using var second = await TestDesk.SignInAsync(other, TestDesk.Tomasz);
        using var socket = await ConnectAsync(desk, ottilie);
        using var foreign = await ConnectAsync(desk, tomasz);

        var own = await AskAsync(socket, """{"type":"run","agent":"support","input":"where is order #W4400100"}""");
        var run = own.GetProperty("run_id").GetString();
        var peeped = await AskAsync(foreign, """{"type":"run","agent":"support","input":"where is order #W4400100"}""");
        var resumed = await AskAsync(foreign, $$"""{"type":"resume","run_id":"{{run}}"}""");

        Assert.Equal("Order #W4400100 is pending: Rain Jacket, Bike Light.", own.GetProperty("output").GetString());
        Assert.Equal("I can't do that: order not found.", peeped.GetProperty("output").GetString());
        Assert.Equal("not_found", resumed.GetProperty("code").GetString());
        Assert.DoesNotContain(run!, await other.GetStringAsync(Path("/agents/runs"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_CustomerAndOperator_OnlyTheOperatorIsTold()
    {
        await using var desk = await TestDesk.StartAsync();
        using var customer = desk.Client();
        using var operators = desk.Client();
        using var first = await TestDesk.SignInAsync(customer, TestDesk.Ottilie);
        using var second = await TestDesk.SignInAsync(operators, "operator");

        using var refused = await customer.GetAsync(Path("/health"), Token);
        using var told = await operators.GetAsync(Path("/health"), Token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, told.StatusCode));
    }

    [Theory]
    [InlineData("/sign-in", "text/html", "no-store")]
    [InlineData("/desk.js", "text/javascript", "no-cache")]
    [InlineData("/desk.css", "text/css", "no-cache")]
    public async Task Get_PageOrFile_SaysWhatABrowserMayDoWithIt(string path, string type, string cache)
    {
        await using var desk = await TestDesk.StartAsync();
        using var client = desk.Client();

        using var answer = await client.GetAsync(Path(path), Token);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("default-src 'none'; script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains(cache, answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static async Task<ClientWebSocket> ConnectAsync(TestDesk desk, CookieContainer cookies)
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = cookies;
        await socket.ConnectAsync(new UriBuilder(desk.Address) { Scheme = "ws", Path = "/agents/ws" }.Uri, Token);
        return socket;
    }

    /// <summary>Says something and gives the answer; the events before it are passed over.</summary>
    private static async Task<JsonElement> AskAsync(ClientWebSocket socket, string message)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Token);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, Token);
            var frame = JsonElement.Parse(buffer.AsSpan(0, read.Count));
            if (frame.GetProperty("type").GetString() is "response" or "error")
                return frame;
        }
    }
}
