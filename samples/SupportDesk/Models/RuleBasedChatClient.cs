using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Netra.Agents;
using SupportDesk.Agents;

namespace SupportDesk.Models;

/// <summary>A model that needs no key and no network: it understands the sentences of <see cref="SupportHelp"/>, asks for tools and answers from their results. All that it knows of a conversation is in the messages, so one serves everybody.</summary>
public sealed class RuleBasedChatClient : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var conversation = messages.ToList();
        var asked = conversation.FindLastIndex(message => message.Role == ChatRole.User);
        string[] results = [.. conversation.Skip(asked + 1).SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.Result}")];
        var desk = new SupportDeskCalls(SupportInstructions.CustomerOf(conversation.First(message => message.Role == ChatRole.System).Text), results);
        var answering = SupportAnswers.AnswerAsync(desk, Understand(conversation.Take(asked + 1))).AsTask();
        if (desk.Wanted is { } call)
        {
            yield return Piece(new TextReasoningContent($"Asking {call.Tool}"));
            yield return Piece(new FunctionCallContent($"call-{results.Length}", call.Tool, call.Arguments.Entries.ToDictionary(entry => entry.Key, object? (entry) => entry.Value)));
            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls };
            yield break;
        }

        var space = "";
        foreach (var word in (await answering).Split(' '))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Piece(new TextContent(space + word));
            space = " ";
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    /// <summary>"Cancel it" means the order that the conversation was about.</summary>
    private static SupportIntent Understand(IEnumerable<ChatMessage> messages)
    {
        SupportIntent intent = new Incomplete(SupportHelp.Text);
        string? order = null;
        foreach (var said in messages.Where(message => message.Role == ChatRole.User).Select(message => message.Text))
        {
            intent = SupportIntentParser.Parse(said);
            if (intent is Incomplete { Question: SupportHelp.WhichOrder } && order is not null)
            {
                intent = SupportIntentParser.Parse($"{said} order {order}");
            }

            order = SupportOrders.OrderOf(intent) ?? order;
        }

        return intent;
    }

    private static ChatResponseUpdate Piece(AIContent content) => new(ChatRole.Assistant, [content]);
}
