using Netra.Agents.State;

namespace Netra.Agents;

/// <summary>What a store has to do for a write, given what is there. See <see cref="StateWrite.Apply(StateEntry?, DateTimeOffset)"/>.</summary>
public readonly struct StateChange
{
    private readonly long _expiresAtUtcTicks;
    private readonly StateFaultCode _code;

    private StateChange(StateChangeKind kind, long currentVersion, ContextValue value = default, long expiresAtUtcTicks = StateSlot.Never, StateFaultCode code = default) =>
        (Kind, CurrentVersion, Value, _expiresAtUtcTicks, _code) = (kind, currentVersion, value, expiresAtUtcTicks, code);

    /// <summary>What to do.</summary>
    public StateChangeKind Kind { get; }

    /// <summary>The version that is there now; 0 when nothing is.</summary>
    public long CurrentVersion { get; }

    /// <summary>What to store.</summary>
    public ContextValue Value { get; }

    /// <summary>From when on the value counts as absent; null for never.</summary>
    public DateTimeOffset? ExpiresAt => _expiresAtUtcTicks == StateSlot.Never ? null : new DateTimeOffset(_expiresAtUtcTicks, TimeSpan.Zero);

    /// <summary>Why the write can't be done; null when it can, or conflicts.</summary>
    public StateFaultCode? FaultCode => Kind == StateChangeKind.Fault ? _code : null;

    internal StateSlot Slot(long version) => new(Value, version, _expiresAtUtcTicks);

    internal static StateChange Keep(long currentVersion) => new(StateChangeKind.Keep, currentVersion);

    internal static StateChange Put(long currentVersion, ContextValue value, long expiresAtUtcTicks) => new(StateChangeKind.Put, currentVersion, value, expiresAtUtcTicks);

    internal static StateChange Remove(long currentVersion) => new(StateChangeKind.Remove, currentVersion);

    internal static StateChange RemoveScope() => new(StateChangeKind.RemoveScope, 0);

    internal static StateChange Conflict(long currentVersion) => new(StateChangeKind.Conflict, currentVersion);

    internal static StateChange Fault(long currentVersion, StateFaultCode code) => new(StateChangeKind.Fault, currentVersion, code: code);

    /// <summary>For stores: the refusal that the change is, of the write at a place of the batch; null when it is none.</summary>
    public StateCommit? Refusal(int index, StateWrite write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Kind switch
        {
            StateChangeKind.Conflict => StateCommit.Refused(new StateConflict(index, write.Key, CurrentVersion)),
            StateChangeKind.Fault => StateCommit.Refused(new StateFault(index, write.Key, _code, Words(write))),
            _ => null,
        };
    }

    private string Words(StateWrite write)
    {
        var name = Contexts.IdText.Shown(write.Key.Name);
        return _code switch
        {
            StateFaultCode.NotAList => $"The state '{name}' isn't a list: nothing can be appended to it.",
            StateFaultCode.NotANumber => $"The state '{name}' is neither integer nor decimal: it can't be incremented.",
            StateFaultCode.Overflow => $"The state '{name}' can't be incremented by that much: the sum is beyond what a number holds.",
            _ => $"The state '{name}' would be larger or deeper than a value may be (ContextValue.MaxSize, ContextValue.MaxDepth). Keep the last items only (keepLast), or keep an entry each.",
        };
    }
}
