using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Netra.Agents.AspNetCore.Tests.Support;

namespace Netra.Agents.AspNetCore.Tests.Inspector;

/// <summary>Who may look, and that nobody else can; what a browser is told.</summary>
public sealed class InspectorAccessTests
{
    private static readonly string[] Paths = ["", "inspector.js", "inspector.css", "timeline.js", "picture.js", "data/runs", "data/runs/aa/bb"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("alice", HttpStatusCode.Forbidden)]
    public async Task Get_WithoutThePolicy_Refused(string? user, HttpStatusCode status)
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "echo");
        using var client = host.Client(user);
        foreach (var path in Paths)
        {
            using var response = await client.GetAsync($"/inspector/{path}", Token);
            Assert.Equal(status, response.StatusCode);
        }

        var run = (await host.RunsAsync("op")).Single().Path;
        using var audit = await PostAsync(client, run, "netra-inspector", null);
        Assert.Equal(status, audit.StatusCode);
        using var own = await client.GetAsync($"/inspector/data/{run}", Token);
        Assert.Equal(status, own.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Map_WithoutAPolicy_Throws(string policy)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        Assert.Throws<ArgumentException>(() => app.MapNetraInspector("/inspector", policy));
    }

    [Fact]
    public async Task Page_ForAnOperator_StrictHeadersAndKnownAssets()
    {
        await using var host = await InspectorHost.StartAsync();
        using var client = host.Client("op");
        foreach (var path in Paths[..5])
        {
            using var response = await client.GetAsync($"/inspector/{path}", Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var policy = response.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
            using var again = new HttpRequestMessage(HttpMethod.Get, $"/inspector/{path}");
            again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
            using var known = await client.SendAsync(again, Token);
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        }
    }

    [Fact]
    public async Task Page_WithoutItsSlash_SentToIt()
    {
        await using var host = await InspectorHost.StartAsync();
        using var client = host.Client("op");
        using var response = await client.GetAsync("/inspector", Token);
        Assert.EndsWith("/inspector/", response.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("<title>Inspector</title>", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_OfThePages_NeverMakeMarkupOfText()
    {
        await using var host = await InspectorHost.StartAsync();
        using var client = host.Client("op");
        foreach (var path in Paths[..5])
        {
            var text = await client.GetStringAsync($"/inspector/{path}", Token);
            foreach (var way in new[] { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "style=", "onclick=", "http://", "https://" })
            {
                Assert.DoesNotContain(way, text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Data_Always_NotKept()
    {
        await using var host = await InspectorHost.StartAsync();
        using var client = host.Client("op");
        foreach (var path in Paths[5..])
        {
            using var response = await client.GetAsync($"/inspector/{path}", Token);
            Assert.True(response.Headers.CacheControl?.NoStore);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("XMLHttpRequest", null)]
    [InlineData("netra-inspector", "https://evil.example")]
    [InlineData("netra-inspector", "null")]
    public async Task Verify_AskedByAnotherPage_Refused(string? requestedWith, string? origin)
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "desk");
        using var client = host.Client("op");
        using var response = await PostAsync(client, (await host.RunsAsync("op")).Single().Path, requestedWith, origin);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("data/runs?phase=Dead", HttpStatusCode.BadRequest)]
    [InlineData("data/runs?phase=1", HttpStatusCode.BadRequest)]
    [InlineData("data/runs/x/y", HttpStatusCode.NotFound)]
    [InlineData("data/runs/OWNER/00000000000000000000000000000001", HttpStatusCode.NotFound)]
    [InlineData("data/runs/ffffffffffff/RUN", HttpStatusCode.NotFound)]
    [InlineData("data/runs/OWNER/RUN?after=-1", HttpStatusCode.BadRequest)]
    [InlineData("data/runs/OWNER/RUN?after=9999", HttpStatusCode.BadRequest)]
    [InlineData("data/runs/OWNER/RUN?after=x", HttpStatusCode.BadRequest)]
    public async Task Get_WithWhatIsNotThere_RefusedAsAProblem(string path, HttpStatusCode status)
    {
        await using var host = await InspectorHost.StartAsync();
        await host.RunAsync("alice", "echo");
        var parts = (await host.RunsAsync("op")).Single().Path.Split('/');
        using var client = host.Client("op");
        using var response = await client.GetAsync("/inspector/" + path.Replace("OWNER", parts[1], StringComparison.Ordinal).Replace("RUN", parts[2], StringComparison.Ordinal), Token);
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string run, string? requestedWith, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/inspector/data/{run}/audit") { Content = new StringContent("", Encoding.UTF8) };
        if (requestedWith is not null)
        {
            request.Headers.Add("X-Requested-With", requestedWith);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await client.SendAsync(request, Token);
    }
}
