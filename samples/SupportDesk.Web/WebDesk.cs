using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;
using SupportDesk.Models;
using SupportDesk.Web.Accounts;
using SupportDesk.Web.Pages;

namespace SupportDesk.Web;

/// <summary>The desk as a web host.</summary>
internal static class WebDesk
{
    /// <summary>The policy of whoever looks after the host.</summary>
    internal const string Operators = "operators";

    internal static WebApplication Build(string[] args, ModelChoice model)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024);
        AddDesk(builder.Services, model);
        AddAccounts(builder.Services);

        var app = builder.Build();

        // Asked for first, so that it goes last.
        _ = app.Services.GetRequiredService<SampleShop>();
        app.UseMiddleware<PageHeaders>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStaticFiles();
        PageEndpoints.Map(app);
        AccountEndpoints.Map(app);
        app.MapHealthChecks("/health").RequireAuthorization(Operators);
        app.MapNetraInspector("/inspector", Operators);
        var signIns = app.Services.GetRequiredService<SignIns>();
        app.MapNetraAgents("/agents", agents =>
        {
            agents.GrantsOf = user => user.IsInRole(Account.Customer) ? ShopPermissions.Customer : Grants.None;
            agents.Revalidate = (_, user, _) => ValueTask.FromResult(signIns.IsOpen(user));
            agents.RevalidateEvery = TimeSpan.FromSeconds(1);

            // Longer than the runs have, so that whoever follows one is told how it ended.
            agents.Drain = TimeSpan.FromSeconds(5);
        });
        return app;
    }

    private static void AddDesk(IServiceCollection services, ModelChoice model)
    {
        var data = ShopData.LoadSample();
        var shop = new SampleShop(data);
        services.AddSingleton(_ => shop);
        services.AddSingleton(new AccountBook(data));
        services.AddNetraAgents(options =>
            {
                options.RetainedRunsPerOwner = 50;
                options.Budgets.PerOwner = new BudgetLimits { ModelTokens = 1_000_000 };
                options.Budgets.PerRun = new BudgetLimits { ToolCalls = 30 };
            })
            .AddSupportDesk(shop, desk => desk.Model = model)
            .AddDrain(drain => drain.Grace = TimeSpan.FromSeconds(3));
        services.AddHealthChecks().AddNetraAgents();
    }

    private static void AddAccounts(IServiceCollection services)
    {
        // The shop is new whenever the host starts, and so are its keys: an old cookie is nobody's.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<SignIns>();
        services.AddSingleton<PageFiles>();
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.Name = "desk-form");
        services.AddAuthorizationBuilder()
            .AddPolicy(Operators, policy => policy.RequireRole(Account.Operator));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "desk";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(8);
            cookie.LoginPath = AccountEndpoints.SignInPath;
            cookie.Events = new SignInEvents();
        });
    }
}
