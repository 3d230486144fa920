using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>What a tool of the shop said: rows as JSON, plain text, or why not.</summary>
internal sealed record SupportReply(ContextValue Value, string? Problem)
{
    internal static SupportReply Of(string text) =>
        text.StartsWith("Error: ", StringComparison.Ordinal) ? new(default, text["Error: ".Length..])
        : text.StartsWith('{') || text.StartsWith('[') ? new(ContextValue.FromJson(text), null)
        : new(text, null);

    internal static SupportReply Refused(AgentError error) => error.Code switch
    {
        AgentErrorCodes.ApprovalRefused or AgentErrorCodes.ApprovalExpired => new(default, SupportHelp.NothingDone),
        AgentErrorCodes.Denied when error.Message.StartsWith("Error: ", StringComparison.Ordinal) => new(default, error.Message["Error: ".Length..]),
        _ => new(default, "that is not possible just now"),
    };
}
