using System.Security.Cryptography;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Extensions.AI;

/// <summary>Keeps results under owner, tool and arguments. Nobody waits for another's call: two that miss at once both make theirs.</summary>
internal sealed class ToolCache(IReadOnlyDictionary<string, TimeSpan> times, IDistributedCache cache, ILogger logger) : IToolMiddleware
{
    public async ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, ToolDelegate next, CancellationToken cancellationToken)
    {
        if (!times.TryGetValue(invocation.Tool.Name, out var time))
        {
            return await next(invocation, cancellationToken);
        }

        if (invocation.Tool.Effect != ToolEffect.Pure)
        {
            throw new ToolException($"Tool '{invocation.Tool.Name}' is named in UseToolCache and isn't Pure: its result can't stand for another call.");
        }

        var key = Key(invocation);
        if (await KeptAsync(invocation, key, cancellationToken) is { } kept)
        {
            return kept;
        }

        var result = await next(invocation, cancellationToken);
        try
        {
            await cache.SetAsync(key, result.ToUtf8Json(), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = time }, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ExtensionsAILog.ToolCacheFailed(logger, invocation.Tool.Name, e.GetType().Name);
        }

        return result;
    }

    /// <summary>Null when there is nothing, or nothing that can be read: a cache that fails is no failure of the tool.</summary>
    private async ValueTask<ContextValue?> KeptAsync(ToolInvocation invocation, string key, CancellationToken cancellationToken)
    {
        try
        {
            // Not just "null": that would be a value too.
            return await cache.GetAsync(key, cancellationToken) is { } kept ? ContextValue.FromJson(kept) : (ContextValue?)null;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ExtensionsAILog.ToolCacheFailed(logger, invocation.Tool.Name, e.GetType().Name);
            return null;
        }
    }

    /// <summary>Of parts, so that no owner's key can be put together from another's; hashed, so that a cache shows nobody's name.</summary>
    private static string Key(ToolInvocation invocation)
    {
        var context = invocation.UserContext;
        var parts = ContextValue.List("netra.tool-cache.1", context.TenantId.Value, context.UserId.Value, invocation.Tool.Name, invocation.Arguments);
        return "netra:tool:" + Convert.ToHexStringLower(SHA256.HashData(parts.ToUtf8Json()));
    }
}
