using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI;

/// <summary>Where the client of an execution comes from. A client that would call functions by itself, or answer one owner with another's answer, is refused.</summary>
internal static class ChatClients
{
    /// <exception cref="InvalidOperationException">There is no client, or one that can't be used.</exception>
    internal static Func<AgentExecution, IChatClient> For(ChatAgentOptions options, IServiceCollection services, IServiceProvider provider)
    {
        var choose = Chosen(options, services, provider);
        if (!options.CacheResponses)
        {
            return choose;
        }

        var cache = provider.GetService<IDistributedCache>() ?? throw new InvalidOperationException("CacheResponses needs an IDistributedCache in the container.");
        return execution => new DistributedCachingChatClient(choose(execution), cache)
        {
            CacheKeyAdditionalValues = ["netra", execution.Context.TenantId.Value ?? "", execution.Context.UserId.Value],
        };
    }

    private static Func<AgentExecution, IChatClient> Chosen(ChatAgentOptions options, IServiceCollection services, IServiceProvider provider)
    {
        if (options.ClientFor is { } clientFor)
        {
            return execution => Checked(clientFor(execution));
        }

        if (options.Client is { } make)
        {
            var made = Checked(make(provider));
            return _ => made;
        }

        var registered = services.LastOrDefault(service => service.ServiceType == typeof(IChatClient) && !service.IsKeyedService)
            ?? throw new InvalidOperationException("there is no IChatClient in the container. Register one, or set ChatAgentOptions.Client.");
        if (registered.Lifetime != ServiceLifetime.Singleton)
        {
            return static execution => Checked(execution.Services.GetRequiredService<IChatClient>());
        }

        var shared = Checked(provider.GetRequiredService<IChatClient>());
        return _ => shared;
    }

    private static IChatClient Checked(IChatClient? client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.GetService(typeof(FunctionInvokingChatClient)) is not null
            ? throw new InvalidOperationException("its IChatClient calls functions by itself (UseFunctionInvocation): they would run outside the dispatcher. Leave that out; the agent has its own loop.")
            : client.GetService(typeof(CachingChatClient)) is not null
            ? throw new InvalidOperationException("its IChatClient caches answers for all owners together (UseDistributedCache). Leave that out, and set ChatAgentOptions.CacheResponses.")
            : client;
    }
}
