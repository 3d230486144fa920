using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using SupportDesk.Models;

namespace SupportDesk.Web.Tests.Support;

/// <summary>The desk on loopback, reached through a line that can be cut.</summary>
internal sealed partial class TestDesk : IAsyncDisposable
{
    internal const string Ottilie = "ottilie_brandt";
    internal const string Tomasz = "tomasz_wilk";

    private WebApplication _app;

    private TestDesk(WebApplication app, GatedModel model) => (_app, Model, Line) = (app, model, new CutLine(AddressOf(app)));

    internal GatedModel Model { get; }

    internal CutLine Line { get; }

    internal Uri Address => Line.Address;

    internal static async Task<TestDesk> StartAsync()
    {
        var model = new GatedModel();
        return new TestDesk(await HostAsync(model), model);
    }

    /// <summary>The host is gone from one moment to the next, with all that it had in memory, and another one takes its place.</summary>
    internal async Task StartAnewAsync()
    {
        Line.Cut();
        await StopAsync();
        _app = await HostAsync(Model);
        Line.Target = AddressOf(_app);
        Line.Restore();
    }

    /// <summary>A browser's part in HTTP: cookies, and no redirects by itself.</summary>
    internal HttpClient Client(CookieContainer? cookies = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("Accept", "text/html, */*");
        return client;
    }

    internal static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
        var form = fields.Append(("__RequestVerificationToken", WebUtility.HtmlDecode(FormToken().Match(html).Groups[1].Value)));
        using var content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        return await client.PostAsync(new Uri(action, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    internal static Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password = "demo") =>
        PostFormAsync(client, "/sign-in", "/sign-in", ("name", name), ("password", password));

    /// <summary>The runs that a customer has.</summary>
    internal IReadOnlyList<RunInfo> RunsOf(string customer) => _app.Services.GetRequiredService<IRunRegistry>()
        .List(UserExecutionContext.FromRequest(new UserId($"support-desk|{customer}"), ThreadId.New()));

    public async ValueTask DisposeAsync()
    {
        Line.Dispose();
        await StopAsync();
    }

    private static async Task<WebApplication> HostAsync(GatedModel model)
    {
        var app = WebDesk.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None"], new ModelChoice("the gated model", _ => model));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.Single());

    private async Task StopAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // At once was meant.
        }

        await _app.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
