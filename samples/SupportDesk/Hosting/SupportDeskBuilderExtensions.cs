using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using SupportDesk.Agents;
using SupportDesk.Models;
using SupportDesk.Tools;

namespace SupportDesk.Hosting;

/// <summary>Adds the shop's tools and agents to a host.</summary>
public static class SupportDeskBuilderExtensions
{
    /// <summary>The agent that answers typed questions.</summary>
    public const string SupportAgentName = "support";

    /// <summary>The agent that plays a list of calls.</summary>
    public const string ScriptedAgentName = "script";

    public static INetraAgentsBuilder AddSupportDesk(this INetraAgentsBuilder builder, IShopDatabases shops, Action<SupportDeskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SupportDeskOptions();
        configure?.Invoke(options);
        builder.Services.AddSingleton(shops);

        // A session for each tool call, because the library gives each call a scope of its own; whose it is, the scope knows.
        builder.Services.AddScoped(provider =>
        {
            var caller = provider.GetRequiredService<UserExecutionContext>().Owner;
            return shops.Of(caller.TenantId).Lease(shops.CustomerOf(caller.UserId));
        });
        foreach (var tool in ShopTools.All)
        {
            builder.AddTool(tool.Name, tool.Description, tool.Handler, declared =>
            {
                declared.WithSchema(ContextValue.FromJson(tool.ParametersSchema))
                    .RequirePermission(tool.ChangesData ? ShopPermissions.Write : ShopPermissions.Read)
                    .WithEffect(tool.ChangesData ? ToolEffect.AtMostOnce : ToolEffect.Pure);
                if (tool.ChangesData && options.ConfirmChanges)
                {
                    declared.RequireApproval(options.ConfirmWithin);
                }
            });
        }

        return builder
            .AddToolAuthorizer<ShopToolAuthorizer>()
            .AddAgent<ScriptedAgent>(ScriptedAgentName)
            .AddChatAgent(SupportAgentName, "", chat =>
            {
                chat.Client = options.Model.Make;
                chat.FaultOf = OpenAIFaults.Of;
                chat.InstructionsFor = execution => SupportInstructions.For(shops.CustomerOf(execution.Context.UserId));

                // The shop's denial says no more than that there is no such order: the customer may hear that in the model's words.
                chat.TellModelOfDenials = true;
            });
    }
}
