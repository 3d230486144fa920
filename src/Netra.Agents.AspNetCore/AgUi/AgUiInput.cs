using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.AspNetCore;

/// <summary>What is read of a <c>RunAgentInput</c>: which run of which thread, what its user said last, and answers to what was asked.</summary>
/// <remarks>Earlier messages are not read: the thread's history is the host's. Neither are tools and state of the client's.</remarks>
internal sealed record AgUiInput(string ThreadId, string RunId, string? Said, IReadOnlyList<AgUiAnswer> Answers)
{
    /// <summary>The run under the library's own kind of id: the same for the same text.</summary>
    internal RunId Run => Guid.TryParse(RunId, out var id) && id != Guid.Empty ? Netra.Agents.RunId.Parse(id.ToString("N")) : Netra.Agents.RunId.Parse(Hash("run", RunId)[..32]);

    /// <summary>The thread; one whose name is no id is named by its hash.</summary>
    internal string Thread => ThreadId.Length <= 200 && !ThreadId.Any(static c => char.IsControl(c) || char.IsSurrogate(c)) ? $"ag-ui:{ThreadId}" : $"ag-ui-sha256:{Hash("thread", ThreadId)}";

    /// <summary>Null when it isn't one.</summary>
    internal static AgUiInput? Read(ContextValue body)
    {
        if (Text(body["threadId"]) is not { Length: > 0 } thread || Text(body["runId"]) is not { Length: > 0 } run)
        {
            return null;
        }

        List<AgUiAnswer> answers = [];
        foreach (var entry in Items(body["resume"]))
        {
            if (entry.Kind != ContextValueKind.Map || AgUiAnswer.Read(entry) is not { } answer)
            {
                return null;
            }

            answers.Add(answer);
        }

        var messages = Items(body["messages"]);
        var last = messages.Count > 0 ? messages[^1] : default;
        var said = last.Kind == ContextValueKind.Map && Text(last["role"]) == "user" ? SaidIn(last["content"]) : null;
        return said is null && answers.Count == 0 ? null : new AgUiInput(thread, run, said, answers);
    }

    private static string? SaidIn(ContextValue content)
    {
        if (content.Kind == ContextValueKind.String)
        {
            return content.AsString();
        }

        var texts = Items(content).Where(part => part.Kind == ContextValueKind.Map && Text(part["type"]) == "text").Select(part => Text(part["text"]) ?? "").ToArray();
        return texts.Length == 0 ? null : string.Concat(texts);
    }

    private static IReadOnlyList<ContextValue> Items(ContextValue list) => list.Kind == ContextValueKind.List ? [.. list.Items] : [];

    private static string? Text(ContextValue value) => value.Kind == ContextValueKind.String ? value.AsString() : null;

    private static string Hash(string kind, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes($"{kind}:{text}")));
}
