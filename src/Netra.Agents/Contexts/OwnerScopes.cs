using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Contexts;

internal static class OwnerScopes
{
    /// <summary>The scope in <paramref name="slot"/>, made and stamped with its owner at the first call, also when several threads call at once.</summary>
    internal static IServiceProvider Services(ref IServiceScope? slot, IServiceScopeFactory scopes, UserExecutionContext context)
    {
        if (Volatile.Read(ref slot) is { } there)
        {
            return there.ServiceProvider;
        }

        var made = scopes.CreateScope();
        made.ServiceProvider.GetRequiredService<OwnerScope>().Stamp(context);
        if (Interlocked.CompareExchange(ref slot, made, null) is { } other)
        {
            made.Dispose();
            return other.ServiceProvider;
        }

        return made.ServiceProvider;
    }

    internal static ValueTask DisposeAsync(object disposable)
    {
        switch (disposable)
        {
            case IAsyncDisposable asynchronous: return asynchronous.DisposeAsync();
            case IDisposable synchronous: synchronous.Dispose(); break;
        }

        return ValueTask.CompletedTask;
    }
}
