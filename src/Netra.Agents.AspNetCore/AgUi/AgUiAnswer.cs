using System.Globalization;

namespace Netra.Agents.AspNetCore;

/// <summary>An answer to an interrupt. The interrupt's id says which run asked, and where in it; whose run that is, the core looks at.</summary>
internal sealed record AgUiAnswer(string RunId, long AfterSequence, bool IsWait, string Id, bool IsResolved, ContextValue Payload)
{
    /// <summary>True when a person allowed a tool call.</summary>
    internal bool IsApproved => IsResolved && (IsTrue(Payload) || (Payload.Kind == ContextValueKind.Map && IsTrue(Payload["approved"])));

    internal static string InterruptId(AgentEvent asked, string kind, string id) => string.Create(CultureInfo.InvariantCulture, $"{asked.RunId}.{asked.Sequence}.{kind}.{id}");

    /// <summary>Null when it isn't one.</summary>
    internal static AgUiAnswer? Read(ContextValue entry)
    {
        if (entry["interruptId"].Kind != ContextValueKind.String || entry["status"].Kind != ContextValueKind.String)
        {
            return null;
        }

        var parts = entry["interruptId"].AsString().Split('.');
        return parts is [var run, var after, "tool" or "wait", var id] && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? new AgUiAnswer(run, sequence, parts[2] == "wait", id, entry["status"].AsString() == "resolved", entry["payload"])
            : null;
    }

    private static bool IsTrue(ContextValue value) => value.Kind == ContextValueKind.Boolean && value.AsBoolean();
}
