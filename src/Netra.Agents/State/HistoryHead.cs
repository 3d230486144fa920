namespace Netra.Agents.State;

/// <summary>Where the history of a thread begins and ends, and which turns were open when the last was added.</summary>
internal sealed record HistoryHead(long First, long Last, IReadOnlyList<long> Open)
{
    internal const string Name = StateWrites.Reserved + "history";

    internal static HistoryHead Read(StateEntry? entry) => entry is null
        ? new(1, 0, [])
        : new(entry.Value["first"].AsInt64(), entry.Value["last"].AsInt64(), [.. entry.Value["open"].Items.Select(static item => item.AsInt64())]);

    internal ContextValue Write() => ContextValue.Map(("first", First), ("last", Last), ("open", ContextValue.List([.. Open.Select(static sequence => (ContextValue)sequence)])));
}
