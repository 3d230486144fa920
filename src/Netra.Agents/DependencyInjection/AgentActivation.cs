using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;

namespace Netra.Agents.DependencyInjection;

internal static class AgentActivation
{
    /// <summary>Makes a fresh agent for each execution, and disposes it when its code has ended.</summary>
    internal static AgentDelegate Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAgent>()
        where TAgent : class, IAgent
    {
        var needsServices = Array.Exists(typeof(TAgent).GetConstructors(), constructor => constructor.GetParameters().Length > 0);
        var factory = ActivatorUtilities.CreateFactory<TAgent>([]);
        var disposable = typeof(IDisposable).IsAssignableFrom(typeof(TAgent)) || typeof(IAsyncDisposable).IsAssignableFrom(typeof(TAgent));
        return disposable ? RunAndDisposeAsync : (execution, cancellationToken) => Make(execution).ExecuteAsync(execution, cancellationToken);

        // An agent that needs no services gets no scope until it asks for one.
        TAgent Make(AgentExecution execution) => factory(needsServices ? execution.Services : EmptyServices.Instance, null);

        async ValueTask<AgentOutput> RunAndDisposeAsync(AgentExecution execution, CancellationToken cancellationToken)
        {
            var agent = Make(execution);
            try
            {
                return await agent.ExecuteAsync(execution, cancellationToken);
            }
            finally
            {
                await OwnerScopes.DisposeAsync(agent);
            }
        }
    }
}
