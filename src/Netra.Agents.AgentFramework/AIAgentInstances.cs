using System.Runtime.CompilerServices;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework;

/// <summary>Sees to it that no instance serves two executions, whichever name it was registered under. One for a host.</summary>
internal sealed class AIAgentInstances(IServiceProvider root)
{
    // Weak: it keeps no agent alive, and forgets each with its agent.
    private readonly ConditionalWeakTable<AIAgent, object> _served = [];

    /// <exception cref="AgentException">The instance, or one that it is wrapped around, has served another execution or is a singleton.</exception>
    internal void Claim(AIAgent agent, string agentName, IReadOnlyList<ServiceDescriptor>? singletons)
    {
        for (var link = agent; link is not null; link = link is DelegatingAIAgent wrapper ? InnerOf(wrapper) : null)
        {
            if (!_served.TryAdd(link, this) || (singletons is not null && IsSingleton(link, singletons)))
            {
                throw new AgentException(
                    AIAgentErrorCodes.SharedInstance,
                    $"The registration of the AIAgent '{agentName}' serves one instance of {link.GetType().Name} to several executions: what it keeps would go from one owner to another. Make a new one in the factory each time, from the services that it is given, or register the type as scoped or transient. Set AIAgentOptions.IsStateless only where the agent is documented to keep nothing of a run.");
            }
        }
    }

    private bool IsSingleton(AIAgent agent, IReadOnlyList<ServiceDescriptor> singletons)
    {
        foreach (var singleton in singletons)
        {
            if (singleton.ServiceType.IsInstanceOfType(agent) && ReferenceEquals(Resolved(singleton), agent))
            {
                return true;
            }
        }

        return false;
    }

    private object? Resolved(ServiceDescriptor singleton)
    {
        try
        {
            return singleton.IsKeyedService ? root.GetRequiredKeyedService(singleton.ServiceType, singleton.ServiceKey) : root.GetService(singleton.ServiceType);
        }
        catch (Exception)
        {
            // One that can't be made is not the one that was.
            return null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_InnerAgent")]
    private static extern AIAgent InnerOf(DelegatingAIAgent wrapper);
}
