using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace ChatAgent;

/// <summary>A model without a key: it looks up the order that a question names, says where it is, and remembers what was asked.</summary>
internal sealed partial class CounterModel : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var asked = messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text).ToList();
        var order = Order().Match(asked[^1]);
        var found = messages.Last().Contents.OfType<FunctionResultContent>().LastOrDefault()?.Result;
        if (order.Success && found is null)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call-1", "find_order", new Dictionary<string, object?> { ["orderId"] = order.Value })]);
            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        foreach (var word in Answer(asked, found?.ToString(), options?.ResponseFormat is ChatResponseFormatJson).Split(' '))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, word + " ");
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static string Answer(List<string> asked, string? found, bool asJson)
    {
        if (found is null)
        {
            return asked.Count == 1 ? "Which order?" : $"You asked '{asked[^2]}'";
        }

        return asJson ? found : JsonSerializer.Deserialize<Parcel>(found, JsonSerializerOptions.Web) is { } parcel ? $"{parcel.What}, in {parcel.Days} days." : "I can't find it.";
    }

    [GeneratedRegex("[A-Z]-[0-9]+")]
    private static partial Regex Order();
}
