using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SupportDesk.Tests.Library;

/// <summary>
/// A model that plays the calls which it is given as the question, as a model would: reads that follow each other go into one message, text comes
/// between, each piece by itself, and now and then the arguments are no JSON, so that it has to be told. It answers with the list of what came back.
/// Where it is, it finds from the messages: it keeps nothing, and serves everybody at once.
/// </summary>
/// <param name="meeting">How many conversations must be under way before the first is answered.</param>
internal sealed class ScriptedModel(int meeting) : IChatClient
{
    private const string Spoilt = "-spoilt";
    private static readonly string[] Reads = ["get_", "find_", "list_", "calculate", "think"];

    private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;
    private int _messages;
    private int _spoilt;
    private int _most;

    internal int Messages => _messages;

    internal int SpoiltCalls => _spoilt;

    internal int MostCallsInOneMessage => _most;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _messages);
        var conversation = messages.ToList();
        var asked = conversation.FindLastIndex(message => message.Role == ChatRole.User);
        using var question = JsonDocument.Parse(conversation[asked].Text);
        var actions = question.RootElement.EnumerateArray().ToArray();
        var results = conversation.Skip(asked + 1).SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToDictionary(result => result.CallId, result => $"{result.Result}", StringComparer.Ordinal);
        var open = Enumerable.Range(0, actions.Length).Where(i => !results.ContainsKey($"{i}")).ToArray();
        if (results.Count == 0)
        {
            if (Interlocked.Increment(ref _arrived) >= meeting)
            {
                _met.TrySetResult();
            }

            await _met.Task.WaitAsync(cancellationToken);
        }

        if (open.Length == 0)
        {
            foreach (var piece in Pieces(JsonSerializer.Serialize(Enumerable.Range(0, actions.Length).Select(i => Told(results[$"{i}"])))))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
            yield break;
        }

        var now = open.Length > 1 && IsRead(actions[open[0]]) ? [.. open.TakeWhile(i => IsRead(actions[i])).Take(4)] : open[..1];
        InterlockedMax(now.Length);
        foreach (var i in now)
        {
            await Task.Yield();
            yield return new ChatResponseUpdate(ChatRole.Assistant, $"Next: {Name(actions[i])}. ");
            yield return new ChatResponseUpdate(ChatRole.Assistant, [Call(actions, i, results)]);
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    /// <summary>One call in nine is spoilt at first; which, depends on the script alone.</summary>
    private FunctionCallContent Call(JsonElement[] actions, int i, Dictionary<string, string> results)
    {
        var text = actions[i].GetProperty("arguments").GetRawText();
        var isSpoilt = (actions.Length + (i * 7) + text.Length) % 9 == 0 && !results.ContainsKey($"{i}{Spoilt}");
        if (isSpoilt)
        {
            Interlocked.Increment(ref _spoilt);
        }

        return FunctionCallContent.CreateFromParsedArguments(
            isSpoilt ? text[..^1] : text, isSpoilt ? $"{i}{Spoilt}" : $"{i}", Name(actions[i]), static json => JsonSerializer.Deserialize<Dictionary<string, object?>>(json));
    }

    private static string Name(JsonElement action) => action.GetProperty("name").GetString()!;

    private static bool IsRead(JsonElement action) => Reads.Any(read => Name(action).StartsWith(read, StringComparison.Ordinal));

    /// <summary>A refusal as the shop worded it.</summary>
    private static string Told(string result) => result.StartsWith("Error (denied): ", StringComparison.Ordinal) ? result["Error (denied): ".Length..] : result;

    private static IEnumerable<string> Pieces(string text) => text.Chunk(200).Select(piece => new string(piece));

    private void InterlockedMax(int value)
    {
        for (var seen = Volatile.Read(ref _most); value > seen; seen = Volatile.Read(ref _most))
        {
            Interlocked.CompareExchange(ref _most, value, seen);
        }
    }
}
