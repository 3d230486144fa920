using System.Diagnostics.CodeAnalysis;

namespace Netra.Agents;

/// <summary>What became of a batch: all of it done, or nothing. Never a silent overwrite.</summary>
/// <remarks>A default value is no success.</remarks>
public readonly struct StateCommit
{
    // Null, StateWritten[], StateConflict or StateFault: the success of one write costs no object.
    private readonly object? _detail;
    private readonly long _version;
    private readonly int _count;

    private StateCommit(object? detail, long version, int count) => (_detail, _version, _count) = (detail, version, count);

    /// <summary>True when everything was done.</summary>
    public bool Succeeded => _count > 0;

    /// <summary>True when an expected version wasn't there.</summary>
    [MemberNotNullWhen(true, nameof(Conflict))]
    public bool IsConflict => _detail is StateConflict;

    /// <summary>The first conflict; null when there was none.</summary>
    public StateConflict? Conflict => _detail as StateConflict;

    /// <summary>The first fault; null when there was none.</summary>
    public StateFault? Fault => _detail as StateFault;

    /// <summary>How many writes were done.</summary>
    public int Count => _count;

    /// <summary>The version that the last write left, 0 for a deletion; after a conflict, the version that the store holds.</summary>
    public long Version => _detail is StateConflict conflict ? conflict.CurrentVersion : _version;

    /// <summary>The sum when the last write was an increment; null otherwise.</summary>
    public ContextValue Value => _detail is StateWritten[] written ? written[^1].Value : default;

    /// <summary>What the write at a place of the batch left behind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch had no such place, or wasn't done.</exception>
    public StateWritten this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            return _detail is StateWritten[] written ? written[index] : new StateWritten(_version);
        }
    }

    /// <summary>For stores: one write was done.</summary>
    /// <param name="version">The version it left; 0 when it left nothing.</param>
    public static StateCommit Done(long version) => new(null, version, 1);

    /// <summary>For stores: all writes were done.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static StateCommit Done(params ReadOnlySpan<StateWritten> written) => written switch
    {
        [] => throw new ArgumentException("A commit has at least one write.", nameof(written)),
        [{ Value.IsNull: true } one] => Done(one.Version),
        _ => Owned(written.ToArray()),
    };

    /// <summary>For stores: nothing was done.</summary>
    public static StateCommit Refused(StateConflict conflict)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        return new(conflict, 0, 0);
    }

    /// <summary>For stores: nothing was done.</summary>
    public static StateCommit Refused(StateFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new(fault, 0, 0);
    }

    /// <summary>This commit if all was done.</summary>
    /// <exception cref="StateException">Nothing was done.</exception>
    public StateCommit EnsureSuccess() => Succeeded ? this : throw (_detail switch
    {
        StateConflict conflict => new StateException(conflict),
        StateFault fault => new StateException(fault),
        _ => new StateException(),
    });

    /// <summary>Conflict or success, shown without keys.</summary>
    public override string ToString() => Succeeded ? $"Done (version {_version})" : Fault is { } fault ? $"Fault ({fault.Code})" : $"Conflict (version {Version})";

    internal static StateCommit Owned(StateWritten[] written) => new(written, written[^1].Version, written.Length);

    internal StateCommit ThrowIfFault() => _detail is StateFault fault ? throw new StateException(fault) : this;
}
