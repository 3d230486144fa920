namespace Netra.Agents;

/// <summary>What is remembered for an owner, between runs or within one. The context says whose it is; there is no way to name another's.</summary>
/// <remarks>
/// <para>Safe for concurrent use. A context that has begun a run writes under that run's claims: once it has ended, writes throw
/// <see cref="ExecutionFencedException"/>. A context that begins no run is the host's own. Values are immutable; copies go in and out.</para>
/// <para>A conflict is in the result; a write that doesn't fit what is there, or for which there is no room, throws <see cref="StateException"/>.
/// In the scope of a run, an entry without a time to live lives for <see cref="NetraAgentsOptions.RunStateRetention"/> after its last write.</para>
/// </remarks>
public interface IStateManager
{
    /// <summary>Reads an entry; null when there is none.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule for ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scope is <see cref="StateScope.Workflow"/>.</exception>
    ValueTask<StateEntry?> GetAsync(UserExecutionContext userContext, StateScope scope, string name, CancellationToken cancellationToken = default);

    /// <summary>Writes an entry.</summary>
    /// <param name="userContext">Whose it is.</param>
    /// <param name="scope">How long it is remembered.</param>
    /// <param name="name">1 to 256 characters; not beginning with <c>netra.</c>, which is the library's.</param>
    /// <param name="value">What to remember: up to <see cref="NetraAgentsOptions.MaxStateValueSize"/>.</param>
    /// <param name="expectedVersion">The version that must still be there (0: nothing); null to write in any case.</param>
    /// <param name="timeToLive">After which time it counts as absent; null for as long as the scope lasts.</param>
    /// <param name="cancellationToken">Stops the write before it is done.</param>
    /// <returns>The new version, or the conflict with the version that is there.</returns>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    /// <exception cref="StateException">There is no room.</exception>
    ValueTask<StateCommit> SetAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue value, long? expectedVersion = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes an entry; deleting what isn't there succeeds.</summary>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    ValueTask<StateCommit> DeleteAsync(UserExecutionContext userContext, StateScope scope, string name, long? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Adds to a number. Additions of several writers all count; there is no conflict.</summary>
    /// <param name="userContext">Whose it is.</param>
    /// <param name="scope">How long it is remembered.</param>
    /// <param name="name">1 to 256 characters. An absent entry is 0.</param>
    /// <param name="amount">An integer or a decimal; may be negative.</param>
    /// <param name="timeToLive">After which time the entry counts as absent; null to leave that as it is.</param>
    /// <param name="cancellationToken">Stops the write before it is done.</param>
    /// <returns>The new version, with the sum in <see cref="StateCommit.Value"/>.</returns>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    /// <exception cref="StateException">What is there is no integer or decimal; or the sum is beyond what a number holds.</exception>
    ValueTask<StateCommit> IncrementAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue amount, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);

    /// <summary>Adds an item at the end of a list. Items of several writers are all kept; there is no conflict.</summary>
    /// <param name="userContext">Whose it is.</param>
    /// <param name="scope">How long it is remembered.</param>
    /// <param name="name">1 to 256 characters. An absent entry is an empty list.</param>
    /// <param name="item">What to add.</param>
    /// <param name="keepLast">How many items at the end to leave; null for all.</param>
    /// <param name="timeToLive">After which time the entry counts as absent; null to leave that as it is.</param>
    /// <param name="cancellationToken">Stops the write before it is done.</param>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    /// <exception cref="StateException">What is there is no list; or the list would be too large.</exception>
    ValueTask<StateCommit> AppendAsync(
        UserExecutionContext userContext, StateScope scope, string name, ContextValue item, int? keepLast = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);

    /// <summary>Does all changes of a batch, or none.</summary>
    /// <returns>The versions, or the first conflict.</returns>
    /// <exception cref="ArgumentException">The batch is empty or too large, or a part of it breaks its rule.</exception>
    /// <exception cref="ExecutionFencedException">The run of the context has ended.</exception>
    /// <exception cref="StateException">A change doesn't fit what is there, or there is no room.</exception>
    ValueTask<StateCommit> CommitAsync(UserExecutionContext userContext, StateBatch batch, CancellationToken cancellationToken = default);

    /// <summary>The entries in a scope whose names begin with <paramref name="prefix"/>, sorted by ordinal.</summary>
    /// <param name="userContext">Whose they are.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="prefix">What the names begin with, to the letter; empty for all.</param>
    /// <param name="after">Only names after this one: <see cref="StatePage.Next"/> of the page before.</param>
    /// <param name="limit">How many at most: 1 to <see cref="StatePage.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask<StatePage> ListAsync(UserExecutionContext userContext, StateScope scope, string prefix = "", string? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>The turns of the context's conversation.</summary>
    ThreadHistory History(UserExecutionContext userContext);
}
