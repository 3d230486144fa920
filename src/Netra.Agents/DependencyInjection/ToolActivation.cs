using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;

namespace Netra.Agents.DependencyInjection;

internal static class ToolActivation
{
    /// <summary>Makes a fresh tool for each call, and disposes it when its code has ended.</summary>
    internal static Func<ToolInvocation, CancellationToken, ValueTask<ContextValue>> Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TTool>()
        where TTool : class, ITool
    {
        var factory = ActivatorUtilities.CreateFactory<TTool>([]);
        return async (invocation, cancellationToken) =>
        {
            var tool = factory(invocation.Services, null);
            try
            {
                return await tool.InvokeAsync(invocation, cancellationToken);
            }
            finally
            {
                await OwnerScopes.DisposeAsync(tool);
            }
        };
    }
}
