using System.Collections;
using System.Reflection;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Everything in the core that can grow, and what keeps it from growing without end.</summary>
internal static class Bounds
{
    internal static readonly Dictionary<string, string> Known = new()
    {
        ["AuditAnchoring._dirty"] = "Each owner's stream once; AuditOptions bound the streams.",
        ["AuditAnchoring._ready"] = "A channel of one signal.",
        ["AuditGroup.Records"] = "One group, whose size AuditOptions bound.",
        ["AuditGroup.Taken"] = "One group, whose size AuditOptions bound.",
        ["AuditKeyRing._known"] = "As many as the host has keys.",
        ["AuditKeyRing._verifying"] = "As many as the host has keys.",
        ["AuditLane._pending"] = "AuditOptions bound what waits of an owner.",
        ["AuditLanes._byAge"] = "With _lanes.",
        ["AuditLanes._lanes"] = "Idle lanes go when there are too many; busy ones are of live calls.",
        ["AuditLines.source"] = "The host's own stream, which is read.",
        ["AuditVerifier.Fields._bytes"] = "One record, while it is verified.",
        ["AuditWriter._ready"] = "Each lane once.",
        ["ChannelEventSink._channel"] = "The host's own channel, with the host's own bound.",
        ["DataScope._slots"] = "The steps of a definition.",
        ["FlowAnalysis._faults"] = "While a definition is checked.",
        ["FlowAnalysis._known"] = "While a definition is checked.",
        ["FlowAnalysis.Knowledge.May"] = "While a definition is checked.",
        ["FlowAnalysis.Knowledge.Must"] = "While a definition is checked.",
        ["HandOffBuilder._allowed"] = "What a host registers.",
        ["InMemoryAuditAnchor._byAge"] = "With _latest.",
        ["InMemoryAuditAnchor._latest"] = "The newest owners; older ones go.",
        ["InMemoryAuditStore._byAge"] = "With _streams.",
        ["InMemoryAuditStore._streams"] = "The newest owners; older ones go.",
        ["InMemoryAuditStream._checkpoints"] = "With _records.",
        ["InMemoryAuditStream._records"] = "The newest records of an owner.",
        ["InMemoryBudgetLedger._accounts"] = "InMemoryBudgetLedger.MaxOwners in a window; then it refuses.",
        ["InMemoryStateStore._partitions"] = "InMemoryStateLimits bound the store in all.",
        ["OwnerAccount._runs"] = "The owner's live runs.",
        ["OwnerRuns._ended"] = "RetainedRunsPerOwner and RetainedRuns.",
        ["OwnerRuns._few"] = "Live runs (MaxRuns, MaxWaitingRuns) and retained ones.",
        ["OwnerRuns._many"] = "Live runs (MaxRuns, MaxWaitingRuns) and retained ones.",
        ["ParallelBuilder.Branches"] = "What a host registers.",
        ["RecordingEventSink._events"] = "Its own capacity.",
        ["RegistrationSet.Agents"] = "What a host registers.",
        ["RegistrationSet.Middleware"] = "What a host registers.",
        ["RegistrationSet.Sinks"] = "What a host registers.",
        ["RegistrationSet.ToolMiddleware"] = "What a host registers.",
        ["RegistrationSet.Tools"] = "What a host registers.",
        ["RegistrationSet.Workflows"] = "What a host registers.",
        ["RunBudget._open"] = "RunBudget.MaxOpen.",
        ["RunDirectory._owners"] = "Owners with live or retained runs.",
        ["SinkPump._ready"] = "EventSinkOptions bound what a sink has in hand.",
        ["StateBatch._parts"] = "StateBatch refuses more.",
        ["StateBucket._slots"] = "InMemoryStateLimits bound an owner.",
        ["StatePartition._buckets"] = "InMemoryStateLimits bound an owner.",
        ["StatePartition._epochs"] = "InMemoryStateLimits bound an owner.",
        ["StatePartition._undo"] = "One batch.",
        ["SwitchBuilder.Cases"] = "What a host registers.",
        ["ThreadTurns._few"] = "Threads with a live run.",
        ["ThreadTurns._many"] = "Threads with a live run.",
        ["ToolApprovals._pending"] = "MaxToolCallsPerOwner of each live owner.",
        ["UnwrittenOutcomes._entries"] = "It refuses more, and with it the owner's calls.",
        ["ToolSchemaReader._references"] = "While a schema is read.",
        ["WaitAlarms._timers"] = "WaitAlarms.MaxOwners and MaxPerOwner.",
        ["Watchdog._live"] = "The live runs, for a moment.",
        ["Watchdog._verdicts"] = "The live executions and calls, for a moment.",
        ["WorkflowAttempt._failures"] = "MaxStepsPerRun.",
        ["WorkflowAttempt._undo"] = "MaxStepsPerRun.",
        ["WorkflowBuilder._steps"] = "What a host registers.",
        ["WorkflowCheckpoints._loaded"] = "MaxStepsPerRun.",
        ["WorkflowGraph._edges"] = "While a picture is drawn.",
        ["WorkflowGraph._nodes"] = "While a picture is drawn.",
        ["WorkflowShape._shapes"] = "The steps of a definition.",
        ["WorkflowStrands._early"] = "MaxStepsPerRun.",
        ["WorkflowStrands._pending"] = "MaxStepsPerRun.",
    };

    internal static IEnumerable<string> Growing(Assembly assembly) =>
        from type in assembly.GetTypes()
        where !type.Name.Contains('<', StringComparison.Ordinal)
        from field in type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where CanGrow(field.FieldType)
        select NameOf(field);

    private static bool CanGrow(Type type)
    {
        var home = type.Namespace ?? "";
        return type.Name.StartsWith("Channel`", StringComparison.Ordinal)
            || type == typeof(System.Text.StringBuilder)
            || typeof(Stream).IsAssignableFrom(type)
            || (typeof(IEnumerable).IsAssignableFrom(type) && home.StartsWith("System.Collections", StringComparison.Ordinal)
                && !home.Contains("Immutable", StringComparison.Ordinal) && !home.Contains("Frozen", StringComparison.Ordinal)
                && !type.Name.StartsWith("IReadOnly", StringComparison.Ordinal) && !type.Name.StartsWith("IEnumerable", StringComparison.Ordinal));
    }

    private static string NameOf(FieldInfo field)
    {
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        var type = field.DeclaringType!;
        return $"{(type.IsNested ? type.DeclaringType!.Name + "." : "")}{type.Name.Split('`')[0]}.{name}";
    }
}
