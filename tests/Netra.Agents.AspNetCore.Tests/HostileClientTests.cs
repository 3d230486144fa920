using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests;

/// <summary>What a client may try, each with the answer it gets; another owner's run goes on beside all of it.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebHost _host = null!;
    private TestSocket _alice = null!;
    private string _run = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await WebHost.StartAsync(agents => agents.AddEcho().AddGated(_gate.Task), options => options.AllowedOrigins.Add("https://app.example"));
        _alice = await _host.ConnectAsync("alice");
        _run = Guid.CreateVersion7().ToString("N");
        await _alice.SendAsync($$"""{"type":"run","agent":"gated","input":"hers","run_id":"{{_run}}"}""");
        await _alice.ReadToAsync("agent_text");
    }

    /// <summary>Whatever was tried: her run was not touched.</summary>
    public async ValueTask DisposeAsync()
    {
        _gate.SetResult();
        var rest = await _alice.ReadToAsync("response");
        Assert.Equal(["agent_completed", "response"], rest.Select(frame => frame.Type()));
        _alice.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":"resume","run_id":"@"}""")]
    [InlineData("""{"type":"resume","run_id":"@","after_sequence":2}""")]
    [InlineData("""{"type":"cancel","run_id":"@"}""")]
    [InlineData("""{"type":"answer","run_id":"@","wait_id":"00000000000000000000000000000001","value":1}""")]
    [InlineData("""{"type":"approve","run_id":"@","approval_id":"00000000000000000000000000000001","approved":true}""")]
    public async Task Message_NamingAnothersRun_SameAnswerAsOneThatIsNotThere(string message)
    {
        using var mallory = await _host.ConnectAsync("mallory");
        var there = await AnswerAsync(mallory, message.Replace("@", _run, StringComparison.Ordinal));
        var other = Guid.CreateVersion7().ToString("N");
        var notThere = await AnswerAsync(mallory, message.Replace("@", other, StringComparison.Ordinal));
        Assert.Equal("not_found", there.GetProperty("code").GetString());
        Assert.Equal(notThere.ToString().Replace(other, _run, StringComparison.Ordinal), there.ToString());
    }

    [Theory]
    [InlineData("GET", "/agents/runs/@/events", null)]
    [InlineData("POST", "/agents/runs/@/cancel", null)]
    [InlineData("POST", "/agents/runs/@/answer", """{"wait_id":"00000000000000000000000000000001","value":1}""")]
    public async Task Request_NamingAnothersRun_SameAnswerAsOneThatIsNotThere(string method, string path, string? body)
    {
        using var mallory = _host.Client("mallory");
        var other = Guid.CreateVersion7().ToString("N");
        var (there, notThere) = (await AskAsync(mallory, method, path.Replace("@", _run, StringComparison.Ordinal), body), await AskAsync(mallory, method, path.Replace("@", other, StringComparison.Ordinal), body));
        Assert.Equal(HttpStatusCode.NotFound, there.Status);
        Assert.Equal(notThere.Body.Replace(other, _run, StringComparison.Ordinal), there.Body);
        Assert.Equal(notThere.Status, there.Status);
    }

    [Fact]
    public async Task Run_UnderAnothersRunId_OfTheirOwn()
    {
        using var mallory = await _host.ConnectAsync("mallory");
        await mallory.SendAsync($$"""{"type":"run","agent":"echo","input":"his","run_id":"{{_run}}"}""");
        var frames = await mallory.ReadToAsync("response");
        Assert.Equal("his", frames[^1].GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("""{"type":"run","agent":"echo","user_id":"alice"}""", "identity_in_message")]
    [InlineData("""{"type":"run","agent":"echo","TenantId":"x"}""", "identity_in_message")]
    [InlineData("""{"type":"run","agent":"echo","grants":["*"]}""", "identity_in_message")]
    [InlineData("""{"type":"run","agent":"echo","extra":1}""", "invalid_message")]
    [InlineData("""{"type":"delete"}""", "invalid_message")]
    [InlineData("""{"type":"run","type":"cancel","agent":"echo"}""", "invalid_message")]
    [InlineData("""{"type":"run","agent":""", "invalid_message")]
    [InlineData("[]", "invalid_message")]
    [InlineData("", "invalid_message")]
    [InlineData("""{"type":"resume","run_id":"@","after_sequence":-1}""", "invalid_message")]
    [InlineData("""{"type":"resume","run_id":"@","after_sequence":1e99}""", "invalid_message")]
    [InlineData("""{"type":"resume","run_id":"../../alice"}""", "invalid_message")]
    public async Task Message_OutOfTheRule_RefusedAndTheConnectionStays(string message, string code)
    {
        using var mallory = await _host.ConnectAsync("mallory");
        Assert.Equal(code, (await AnswerAsync(mallory, message.Replace("@", _run, StringComparison.Ordinal))).GetProperty("code").GetString());
        await StaysAsync(mallory);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("""{"a":""")]
    public async Task Message_NestedWithoutEnd_RefusedAndTheConnectionStays(string open)
    {
        using var mallory = await _host.ConnectAsync("mallory");
        var deep = string.Concat(Enumerable.Repeat(open, 10_000));
        Assert.Equal("invalid_message", (await AnswerAsync(mallory, $$"""{"type":"run","agent":"echo","input":{{deep}}""")).GetProperty("code").GetString());
        await StaysAsync(mallory);
    }

    [Fact]
    public async Task Message_TooLarge_ClosedWith1009()
    {
        using var mallory = await _host.ConnectAsync("mallory");
        await mallory.SendAsync(new string(' ', 70_000));
        Assert.Null(await mallory.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, mallory.Raw.CloseStatus);
    }

    [Fact]
    public async Task Message_OfBytes_ClosedWith1003()
    {
        using var mallory = await _host.ConnectAsync("mallory");
        await mallory.Raw.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, Token);
        Assert.Null(await mallory.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, mallory.Raw.CloseStatus);
    }

    // The platform finds it, sends 1007 and drops the line; whether the client still reads the close is the network's to say.
    [Fact]
    public async Task Message_InvalidUtf8_NoAnswerAndTheConnectionEnds()
    {
        using var mallory = await _host.ConnectAsync("mallory");
        await mallory.Raw.SendAsync(new byte[] { (byte)'"', 0xC3, 0x28, (byte)'"' }, WebSocketMessageType.Text, true, Token);
        try
        {
            Assert.Null(await mallory.ReadAsync());
            Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, mallory.Raw.CloseStatus);
        }
        catch (WebSocketException e)
        {
            Assert.Equal(WebSocketError.ConnectionClosedPrematurely, e.WebSocketErrorCode);
        }
    }

    [Fact]
    public async Task Connect_FromAForeignPage_403()
    {
        var e = await Assert.ThrowsAsync<WebSocketException>(() => _host.ConnectAsync("mallory", options => options.SetRequestHeader("Origin", "https://evil.example")));
        Assert.Contains("403", e.Message, StringComparison.Ordinal);
        using var allowed = await _host.ConnectAsync("mallory", options => options.SetRequestHeader("Origin", "https://app.example"));
        using var own = await _host.ConnectAsync("mallory", options => options.SetRequestHeader("Origin", _host.Address.GetLeftPart(UriPartial.Authority)));
        await StaysAsync(allowed);
        await StaysAsync(own);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("https://app.example.evil.example")]
    [InlineData("https://app.example:444")]
    public async Task Request_FromAForeignPage_403(string origin)
    {
        using var mallory = _host.Client("mallory");
        mallory.DefaultRequestHeaders.Add("Origin", origin);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(mallory, "GET", "/agents/runs", null)).Status);
    }

    [Fact]
    public async Task Connect_WithoutAName_401()
    {
        var e = await Assert.ThrowsAsync<WebSocketException>(() => _host.ConnectAsync(null));
        Assert.Contains("401", e.Message, StringComparison.Ordinal);
        using var nobody = _host.Client(null);
        var (status, body) = await AskAsync(nobody, "GET", $"/agents/runs/{_run}/events", null);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.Contains("\"unauthenticated\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_TooLargeOrNoJson_413And415And400()
    {
        using var mallory = _host.Client("mallory");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await AskAsync(mallory, "POST", "/agents/runs", new string(' ', 70_000))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(mallory, "POST", "/agents/runs", "{")).Status);
        using var form = new StringContent("agent=echo", Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
        using var response = await mallory.PostAsync("/agents/runs", form, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    private static async Task<System.Text.Json.JsonElement> AnswerAsync(TestSocket socket, string message)
    {
        await socket.SendAsync(message);
        return (await socket.ReadToAsync("response"))[^1];
    }

    private static async Task StaysAsync(TestSocket socket) => Assert.Equal("response", (await AnswerAsync(socket, """{"type":"run","agent":"echo","input":1}""")).Type());

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
