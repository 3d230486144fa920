using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents;

namespace SupportDesk.Web.Tests.Support;

/// <summary>A host with one workflow that waits, whose inspector shows everything to anybody.</summary>
internal sealed class PictureHost : IAsyncDisposable
{
    /// <summary>Would be a picture that calls a script, if it were taken for markup.</summary>
    internal const string Markup = "<img src=x onerror=\"document.title='taken'\">";

    private readonly WebApplication _app;

    private PictureHost(WebApplication app) => _app = app;

    internal Uri Address => new(_app.Urls.Single());

    internal static async Task<PictureHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorizationBuilder().AddPolicy("anybody", policy => policy.RequireAssertion(_ => true));
        builder.Services.AddNetraAgents(options => options.Budgets.PerRun = new BudgetLimits { Money = 5, ModelTokens = 1_000 })
            .AddAgent("speaker", (execution, _) =>
            {
                execution.Events.Thinking(Markup);
                execution.Events.Text(Markup);
                return new ValueTask<AgentOutput>(AgentOutput.FromText(Markup));
            })
            .AddWorkflow("order", workflow => workflow
                .Function("check", value => value)
                .Parallel("gather", gather => gather
                    .Branch("said", said => said.Agent("speaker"))
                    .Branch("priced", priced => priced.Function("price", value => value)))
                .Switch(from => from.Output("check").AsString(), on => on
                    .Case("big", big => big.Wait("approval", from => from.Output("check")).Function("charge", value => value))
                    .Default(small => small.Function("give", value => value)))
                .Function("send", value => value));
        var app = builder.Build();
        app.UseAuthorization();
        app.MapNetraInspector("/inspector", "anybody", inspector => inspector.PayloadPolicy = "anybody");
        await app.StartAsync(TestContext.Current.CancellationToken);
        var context = UserExecutionContext.FromRequest(new UserId("alice"), ThreadId.New());
        var result = await app.Services.GetRequiredService<IWorkflowOrchestrator>().ExecuteAsync("order", context, "big", TestContext.Current.CancellationToken);
        Assert.Equal(ExecutionStatus.Suspended, result.Status);
        return new PictureHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
