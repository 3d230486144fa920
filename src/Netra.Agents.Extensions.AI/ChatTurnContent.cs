using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>
/// The turn of a chat agent as it is kept: text where it is nothing else; else its messages, of which each part is text, a call or a result.
/// A closed form of our own: no type names, nothing of a provider's.
/// </summary>
internal static class ChatTurnContent
{
    private const string Messages = "messages";
    private const string Interrupted = "Error: interrupted; what it did is not known.";

    internal static ContextValue Write(IEnumerable<ChatMessage> messages, string textSoFar)
    {
        var kept = messages.Select(message => Write(message)).Where(message => message["parts"].Count > 0).ToList();
        if (textSoFar.Length > 0)
        {
            kept.Add(Message(ChatRole.Assistant.Value, [ContextValue.Map(("text", textSoFar))]));
        }

        return kept is [var only] && only["parts"] is { Count: 1 } parts && parts[0].TryGetValue("text", out var text) ? text : ContextValue.Map((Messages, ContextValue.List([.. kept])));
    }

    /// <summary>A turn as messages that a model takes: each call has its result, though it be that nobody knows it.</summary>
    internal static IEnumerable<ChatMessage> Read(HistoryTurn turn)
    {
        if (turn.Content.Kind != ContextValueKind.Map || !turn.Content.TryGetValue(Messages, out var messages) || messages.Kind != ContextValueKind.List)
        {
            yield return new ChatMessage(new ChatRole(turn.Role), turn.Content.Text);
            yield break;
        }

        List<string> open = [];
        foreach (var kept in messages.Items)
        {
            var message = Read(kept);
            var answered = message.Contents.OfType<FunctionResultContent>().Select(result => result.CallId).ToHashSet(StringComparer.Ordinal);
            if (open.Exists(call => !answered.Contains(call)))
            {
                if (answered.Count == 0)
                {
                    yield return Unknown(open);
                }
                else
                {
                    message.Contents = [.. message.Contents, .. Unknown(open.Where(call => !answered.Contains(call))).Contents];
                }
            }

            open = [.. message.Contents.OfType<FunctionCallContent>().Select(call => call.CallId)];
            yield return message;
        }

        if (open.Count > 0)
        {
            yield return Unknown(open);
        }
    }

    private static ChatMessage Unknown(IEnumerable<string> calls) => new(ChatRole.Tool, [.. calls.Select(call => new FunctionResultContent(call, Interrupted))]);

    private static ContextValue Write(ChatMessage message) => Message(message.Role.Value, [.. message.Contents.Select(WritePart).Where(part => !part.IsNull)]);

    private static ContextValue Message(string role, ContextValue[] parts) => ContextValue.Map(("role", role), ("parts", ContextValue.List(parts)));

    private static ContextValue WritePart(AIContent content) => content switch
    {
        TextContent { Text.Length: > 0 } text => ContextValue.Map(("text", text.Text)),

        // What the model called can hold anything; a form that can't be kept is kept as having had no arguments.
        FunctionCallContent call => ContextValue.Map(("call", call.CallId), ("name", call.Name), ("arguments", ArgumentsOf(call))),
        FunctionResultContent result => ContextValue.Map(("result", result.CallId), ("output", result.Result as string)),
        _ => default,
    };

    private static ContextValue ArgumentsOf(FunctionCallContent call)
    {
        try
        {
            return FunctionArguments.ToValue(call.Arguments);
        }
        catch (FormatException)
        {
            return default;
        }
    }

    private static ChatMessage Read(ContextValue kept) => new(new ChatRole(kept["role"].Text), [.. kept["parts"].Items.Select(ReadPart).OfType<AIContent>()]);

    private static AIContent? ReadPart(ContextValue part) =>
        part.TryGetValue("text", out var text) ? new TextContent(text.Text)
        : part.TryGetValue("call", out var call) ? new FunctionCallContent(call.Text, part["name"].Text, part["arguments"].Entries.ToDictionary(entry => entry.Key, entry => (object?)FunctionArguments.ToElement(entry.Value), StringComparer.Ordinal))
        : part.TryGetValue("result", out var result) ? new FunctionResultContent(result.Text, part["output"].Text)
        : null;
}
