using System.Globalization;

namespace Netra.Agents.State;

/// <summary>A turn as it is stored.</summary>
internal sealed record StoredTurn(long Sequence, string Role, ContextValue Content, HistoryTurnStatus Status, RunId RunId, ExecutionId? ExecutionId, DateTimeOffset At)
{
    internal const string Prefix = StateWrites.Reserved + "history/turn/";

    internal string Name => NameOf(Sequence);

    /// <summary>Sorted by ordinal is sorted by sequence.</summary>
    internal static string NameOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{sequence:D19}");

    internal static StoredTurn Read(long sequence, ContextValue value) => new(
        sequence, value["role"].AsString(), value["content"], (HistoryTurnStatus)value["status"].AsInt64(), RunId.Parse(value["run"].AsString()),
        value["execution"].IsNull ? null : Agents.ExecutionId.Parse(value["execution"].AsString()), value["at"].AsTimestamp());

    internal static StoredTurn Read(StateItem item) => Read(long.Parse(item.Name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture), item.Entry.Value);

    internal ContextValue Write() => ContextValue.Map(
        ("role", Role), ("content", Content), ("status", (long)Status), ("run", RunId.ToString()), ("execution", ExecutionId?.ToString()), ("at", At));

    /// <summary>True when it is open and nobody is at work on it any more: its run was stopped, died, or its process did.</summary>
    internal bool IsLeft(HistoryAccess access) =>
        Status == HistoryTurnStatus.Open && !(ExecutionId is { } executionId && access.IsLive(RunId, executionId));

    internal HistoryTurn Shown(HistoryAccess access) =>
        new(Sequence, Role, Content, IsLeft(access) ? HistoryTurnStatus.Interrupted : Status, RunId, At);
}
