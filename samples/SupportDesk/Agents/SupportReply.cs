using System.Text.RegularExpressions;
using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>What a tool of the shop said: rows as JSON, plain text, or why not.</summary>
internal sealed partial record SupportReply(ContextValue Value, string? Problem)
{
    /// <summary>Reads a result as a model is shown it.</summary>
    internal static SupportReply Of(string text) => Refusal().Match(text) is { Success: true } refused
        ? new(default, Reason(refused.Groups["code"].Value, refused.Groups["message"].Value))
        : text.StartsWith("Error: ", StringComparison.Ordinal) ? new(default, text["Error: ".Length..])
        : text.StartsWith('{') || text.StartsWith('[') ? new(ContextValue.FromJson(text), null)
        : new(text, null);

    private static string Reason(string code, string message) => code switch
    {
        AgentErrorCodes.ApprovalRefused or AgentErrorCodes.ApprovalExpired => SupportHelp.NothingDone,
        AgentErrorCodes.Denied when message.StartsWith("Error: ", StringComparison.Ordinal) => message["Error: ".Length..],
        _ => "that is not possible just now",
    };

    [GeneratedRegex(@"^Error \((?<code>[a-z_]+)\): (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex Refusal();
}
