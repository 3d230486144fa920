namespace Netra.Agents.State;

/// <summary>Makes writes for the owner of a context, within the limits. The only place where a name gets an owner.</summary>
internal sealed class StateWrites(TimeProvider clock, TimeSpan runRetention, int maxValueSize, int historyTurns)
{
    /// <summary>What the names of the library's own entries begin with.</summary>
    internal const string Reserved = "netra.";

    internal TimeProvider Clock => clock;

    /// <summary>How many turns the history of a thread keeps unless its caller says otherwise.</summary>
    internal int HistoryTurns => historyTurns;

    internal static StateKey Key(UserExecutionContext userContext, StateScope scope, string name)
    {
        ThrowIfLibrarys(scope);
        return StateKey.For(userContext, scope, name);
    }

    internal static StateKey Prefix(UserExecutionContext userContext, StateScope scope, string prefix)
    {
        ThrowIfLibrarys(scope);
        return StateKey.ForPrefix(userContext, scope, prefix);
    }

    /// <exception cref="ArgumentException">A name, value, version, amount or time breaks its rule.</exception>
    internal StateWrite Of(UserExecutionContext userContext, in StateBatch.Part part)
    {
        var key = Key(userContext, part.Scope, part.Name);
        if (!part.IsLibrarys && part.Kind != StateWriteKind.Expect && part.Name.StartsWith(Reserved, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The name '{Contexts.IdText.Shown(part.Name)}' is the library's own: names that begin with '{Reserved}' can be read but not written.", nameof(part));
        }

        if (part.Value.Size > maxValueSize)
        {
            throw new ArgumentException($"The value for '{Contexts.IdText.Shown(part.Name)}' has about {part.Value.Size:N0} characters; the limit is {maxValueSize:N0} (NetraAgentsOptions.MaxStateValueSize). Keep large content in a store of your own and remember its key.", nameof(part));
        }

        return part.Kind switch
        {
            StateWriteKind.Set => StateWrite.Set(key, part.Value, part.ExpectedVersion, Expiry(part)),
            StateWriteKind.Delete => StateWrite.Delete(key, part.ExpectedVersion),
            StateWriteKind.Increment => StateWrite.Increment(key, part.Value, Expiry(part)),
            StateWriteKind.Append => StateWrite.Append(key, part.Value, part.KeepLast, Expiry(part)),
            StateWriteKind.Expect => StateWrite.Expect(key, part.ExpectedVersion ?? 0),
            _ => StateWrite.DeleteScope(key),
        };
    }

    /// <exception cref="ArgumentException">The batch is empty or too large, or a part of it breaks its rule.</exception>
    internal StateWrite[] Of(UserExecutionContext userContext, StateBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
        {
            throw new ArgumentException("The batch holds no change.", nameof(batch));
        }

        var writes = new StateWrite[batch.Count];
        var size = 0L;
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i] = Of(userContext, batch.Parts[i]);
            size += batch.Parts[i].Value.Size;
        }

        return size <= ContextValue.MaxSize
            ? writes
            : throw new ArgumentException($"The values of the batch have about {size:N0} characters together; the limit is {ContextValue.MaxSize:N0} (ContextValue.MaxSize).", nameof(batch));
    }

    private DateTimeOffset? Expiry(in StateBatch.Part part)
    {
        if (part.TimeToLive is { } timeToLive)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeToLive, TimeSpan.Zero, nameof(timeToLive));
            var now = clock.GetUtcNow();
            return timeToLive < DateTimeOffset.MaxValue - now ? now + timeToLive : null;
        }

        return part.Scope == StateScope.Run ? clock.GetUtcNow() + runRetention : null;
    }

    private static void ThrowIfLibrarys(StateScope scope)
    {
        if (scope == StateScope.Workflow)
        {
            throw new ArgumentOutOfRangeException(nameof(scope), scope, "The scope Workflow is kept by the library. Use Run, Thread or User.");
        }
    }
}
