using Netra.Agents.State;

namespace Netra.Agents;

/// <summary>One change in a batch: where, what, and what must be there. Immutable.</summary>
public sealed class StateWrite
{
    private const long AnyVersion = -1;

    private readonly StateKey _key;
    private readonly ContextValue _value;
    private readonly long _expectedVersion;
    private readonly long _expiresAtUtcTicks;
    private readonly int _keepLast;

    private StateWrite(StateWriteKind kind, in StateKey key, in ContextValue value, long? expectedVersion, DateTimeOffset? expiresAt, int keepLast = 0)
    {
        key.ThrowIfDefault();
        if (key.Name.Length == 0 && kind != StateWriteKind.DeleteScope)
        {
            throw new ArgumentException("A write needs a name; this key is a prefix.", nameof(key));
        }

        if (expectedVersion < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(expectedVersion), expectedVersion, "A version is 0 (nothing there) or more.");
        }

        (Kind, _key, _value, _keepLast) = (kind, key, value, keepLast);
        _expectedVersion = expectedVersion ?? AnyVersion;
        _expiresAtUtcTicks = expiresAt?.UtcTicks ?? StateSlot.Never;
    }

    /// <summary>Where.</summary>
    public StateKey Key => _key;

    /// <summary>What it does.</summary>
    public StateWriteKind Kind { get; }

    /// <summary>What to set, add or append; null for all other kinds.</summary>
    public ContextValue Value => _value;

    /// <summary>The version that must be there (0: nothing); null for any.</summary>
    public long? ExpectedVersion => _expectedVersion == AnyVersion ? null : _expectedVersion;

    /// <summary>From when on the entry counts as absent; null for never, and for "as before" with an increment or append.</summary>
    public DateTimeOffset? ExpiresAt => _expiresAtUtcTicks == StateSlot.Never ? null : new DateTimeOffset(_expiresAtUtcTicks, TimeSpan.Zero);

    /// <summary>How many items at the end of the list an append leaves; null for all.</summary>
    public int? KeepLast => _keepLast == 0 ? null : _keepLast;

    internal bool Expires => _expiresAtUtcTicks != StateSlot.Never;

    /// <summary>Puts a value in place of what is there.</summary>
    /// <param name="key">Where.</param>
    /// <param name="value">What; also null is stored.</param>
    /// <param name="expectedVersion">The version that must be there (0: nothing); null for any.</param>
    /// <param name="expiresAt">From when on it counts as absent; null for never.</param>
    /// <exception cref="ArgumentException">The key is a default value or a prefix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static StateWrite Set(StateKey key, ContextValue value, long? expectedVersion = null, DateTimeOffset? expiresAt = null) =>
        new(StateWriteKind.Set, key, value, expectedVersion, expiresAt);

    /// <summary>Takes away what is there; taking away nothing succeeds.</summary>
    /// <inheritdoc cref="Set"/>
    public static StateWrite Delete(StateKey key, long? expectedVersion = null) => new(StateWriteKind.Delete, key, default, expectedVersion, null);

    /// <summary>Adds to an integer or decimal, without conflict; an absent entry is 0.</summary>
    /// <param name="key">Where.</param>
    /// <param name="amount">An integer or a decimal, which may be negative.</param>
    /// <param name="expiresAt">From when on the entry counts as absent; null to leave what is there.</param>
    /// <exception cref="ArgumentException">The amount is neither; or the key is a default value or a prefix.</exception>
    public static StateWrite Increment(StateKey key, ContextValue amount, DateTimeOffset? expiresAt = null) =>
        amount.Kind is ContextValueKind.Integer or ContextValueKind.Decimal
            ? new(StateWriteKind.Increment, key, amount, null, expiresAt)
            : throw new ArgumentException($"An increment is an integer or a decimal; this is {amount.Kind}.", nameof(amount));

    /// <summary>Adds an item at the end of a list, without conflict; an absent entry is an empty list.</summary>
    /// <param name="key">Where.</param>
    /// <param name="item">What.</param>
    /// <param name="keepLast">How many items at the end to leave, at least 1; null for all.</param>
    /// <param name="expiresAt">From when on the entry counts as absent; null to leave what is there.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keepLast"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The key is a default value or a prefix.</exception>
    public static StateWrite Append(StateKey key, ContextValue item, int? keepLast = null, DateTimeOffset? expiresAt = null) => keepLast is < 1
        ? throw new ArgumentOutOfRangeException(nameof(keepLast), keepLast, "A list keeps at least its last item.")
        : new(StateWriteKind.Append, key, item, null, expiresAt, keepLast ?? 0);

    /// <summary>Changes nothing; the batch fails when the version isn't there (0: nothing).</summary>
    /// <inheritdoc cref="Set"/>
    public static StateWrite Expect(StateKey key, long version) => new(StateWriteKind.Expect, key, default, version, null);

    /// <summary>Takes away everything in the key's owner, scope and scope id; its name doesn't count.</summary>
    /// <exception cref="ArgumentException">The key is a default value.</exception>
    public static StateWrite DeleteScope(StateKey anyKeyOfScope) => new(StateWriteKind.DeleteScope, anyKeyOfScope, default, null, null);

    /// <summary>For stores: the one owner of a batch.</summary>
    /// <param name="writes">The batch.</param>
    /// <param name="claim">Under whose right; null for a write of the host.</param>
    /// <exception cref="ArgumentException">The batch is empty, holds null, or has two owners.</exception>
    /// <exception cref="InvalidOperationException">The claim is another owner's.</exception>
    public static Owner OwnerOf(IReadOnlyList<StateWrite> writes, ExecutionClaim? claim)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count == 0 || writes[0] is null)
        {
            throw new ArgumentException("A batch has at least one write, and no null.", nameof(writes));
        }

        var owner = writes[0]._key.Owner;
        for (var i = 1; i < writes.Count; i++)
        {
            if (writes[i] is not { } write || write._key.Owner != owner)
            {
                throw new ArgumentException($"A batch belongs to one owner; the write at index {i} is null or another owner's. Nothing was written.", nameof(writes));
            }
        }

        return OwnerOf(writes[0], claim);
    }

    internal static Owner OwnerOf(StateWrite write, ExecutionClaim? claim)
    {
        ArgumentNullException.ThrowIfNull(write);
        return claim is null || claim.Owner == write._key.Owner
            ? write._key.Owner
            : throw new InvalidOperationException("A claim of one owner was used to write state of another. Nothing was written.");
    }

    /// <summary>For stores: the one rule of what this write does to what is there. An entry that has expired counts as absent.</summary>
    /// <param name="current">What is there; null for nothing.</param>
    /// <param name="now">The time (UTC) of the store's clock.</param>
    public StateChange Apply(StateEntry? current, DateTimeOffset now) => Apply(StateSlot.Of(current), now.UtcTicks);

    internal StateChange Apply(in StateSlot current, long utcTicksNow)
    {
        var isThere = current.IsThere(utcTicksNow);
        var version = isThere ? current.Version : 0;
        if (_expectedVersion != AnyVersion && _expectedVersion != version)
        {
            return StateChange.Conflict(version);
        }

        return Kind switch
        {
            StateWriteKind.Set => StateChange.Put(version, _value, _expiresAtUtcTicks),
            StateWriteKind.Delete => StateChange.Remove(version),
            StateWriteKind.Increment => Added(isThere ? current : default),
            StateWriteKind.Append => Appended(isThere ? current : default),
            StateWriteKind.DeleteScope => StateChange.RemoveScope(),
            _ => StateChange.Keep(version),
        };
    }

    private StateChange Added(in StateSlot there)
    {
        var before = there.Version == 0 ? ContextValue.FromInt64(0) : there.Value;
        if (before.Kind is not (ContextValueKind.Integer or ContextValueKind.Decimal))
        {
            return StateChange.Fault(there.Version, StateFaultCode.NotANumber);
        }

        try
        {
            var sum = before.Kind == ContextValueKind.Integer && _value.Kind == ContextValueKind.Integer
                ? ContextValue.FromInt64(checked(before.AsInt64() + _value.AsInt64()))
                : ContextValue.FromDecimal(before.AsDecimal() + _value.AsDecimal());
            return StateChange.Put(there.Version, sum, ExpiryOver(there));
        }
        catch (OverflowException)
        {
            return StateChange.Fault(there.Version, StateFaultCode.Overflow);
        }
    }

    private StateChange Appended(in StateSlot there)
    {
        if (there.Version != 0 && there.Value.Kind != ContextValueKind.List)
        {
            return StateChange.Fault(there.Version, StateFaultCode.NotAList);
        }

        return there.Value.TryAppend(_value, _keepLast == 0 ? int.MaxValue : _keepLast, out var list)
            ? StateChange.Put(there.Version, list, ExpiryOver(there))
            : StateChange.Fault(there.Version, StateFaultCode.TooLarge);
    }

    private long ExpiryOver(in StateSlot there) => Expires || there.Version == 0 ? _expiresAtUtcTicks : there.ExpiresAtUtcTicks;
}
