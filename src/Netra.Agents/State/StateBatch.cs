namespace Netra.Agents;

/// <summary>Changes that are done together or not at all. It has names but no owner: it gets one when it is committed, and there only one.</summary>
/// <remarks>Not safe for concurrent use while it is filled. May be committed again.</remarks>
public sealed class StateBatch
{
    /// <summary>How many changes one batch holds.</summary>
    public const int MaxWrites = 256;

    private readonly List<Part> _parts = [];

    /// <summary>How many changes it holds.</summary>
    public int Count => _parts.Count;

    internal IReadOnlyList<Part> Parts => _parts;

    /// <summary>Writes an entry.</summary>
    /// <inheritdoc cref="IStateManager.SetAsync"/>
    public StateBatch Set(StateScope scope, string name, ContextValue value, long? expectedVersion = null, TimeSpan? timeToLive = null) =>
        Add(new Part(StateWriteKind.Set, scope, name, value, expectedVersion, timeToLive));

    /// <summary>Deletes an entry.</summary>
    /// <inheritdoc cref="IStateManager.DeleteAsync"/>
    public StateBatch Delete(StateScope scope, string name, long? expectedVersion = null) => Add(new Part(StateWriteKind.Delete, scope, name, default, expectedVersion));

    /// <summary>Adds to a number.</summary>
    /// <inheritdoc cref="IStateManager.IncrementAsync"/>
    public StateBatch Increment(StateScope scope, string name, ContextValue amount, TimeSpan? timeToLive = null) =>
        Add(new Part(StateWriteKind.Increment, scope, name, amount, TimeToLive: timeToLive));

    /// <summary>Adds an item to a list.</summary>
    /// <inheritdoc cref="IStateManager.AppendAsync"/>
    public StateBatch Append(StateScope scope, string name, ContextValue item, int? keepLast = null, TimeSpan? timeToLive = null) =>
        Add(new Part(StateWriteKind.Append, scope, name, item, TimeToLive: timeToLive, KeepLast: keepLast));

    /// <summary>Changes nothing, but the whole batch fails when the version isn't there (0: nothing).</summary>
    public StateBatch Expect(StateScope scope, string name, long version) => Add(new Part(StateWriteKind.Expect, scope, name, default, version));

    /// <summary>Takes away everything in a scope: the run's, the conversation's with its history, or the user's.</summary>
    public StateBatch Clear(StateScope scope) => Add(new Part(StateWriteKind.DeleteScope, scope, "*", default));

    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    internal StateBatch Add(in Part part)
    {
        if (_parts.Count == MaxWrites)
        {
            throw new InvalidOperationException($"A batch holds {MaxWrites} changes (StateBatch.MaxWrites). Commit this one and begin another.");
        }

        _parts.Add(part);
        return this;
    }

    /// <summary>One change, not yet anybody's.</summary>
    internal readonly record struct Part(
        StateWriteKind Kind, StateScope Scope, string Name, ContextValue Value, long? ExpectedVersion = null, TimeSpan? TimeToLive = null, int? KeepLast = null, bool IsLibrarys = false);
}
