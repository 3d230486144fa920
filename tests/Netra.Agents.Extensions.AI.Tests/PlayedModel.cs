using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>A model that plays what the test says for each question.</summary>
internal sealed class PlayedModel(Func<PlayedModel.Question, IAsyncEnumerable<ChatResponseUpdate>> answer) : IChatClient
{
    private int _asked;

    internal PlayedModel(Func<Question, ChatResponseUpdate[]> answer) : this(question => InOrder(answer(question))) { }

    internal ConcurrentQueue<Question> Questions { get; } = [];

    internal Func<Type, object?> Service { get; init; } = _ => null;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var question = new Question([.. messages], options, Interlocked.Increment(ref _asked), cancellationToken);
        Questions.Enqueue(question);
        return answer(question);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => Service(serviceType);

    public void Dispose() { }

    internal static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text);

    internal static ChatResponseUpdate Of(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    internal static ChatResponseUpdate Call(string id, string name, params (string Name, object? Value)[] arguments) =>
        Of(new FunctionCallContent(id, name, arguments.ToDictionary(argument => argument.Name, argument => argument.Value)));

    internal static ChatResponseUpdate End(ChatFinishReason? reason = null) => new() { FinishReason = reason ?? ChatFinishReason.Stop };

    internal static ChatResponseUpdate Used(int input, int output) => Of(new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output }));

    internal static async IAsyncEnumerable<ChatResponseUpdate> InOrder(IEnumerable<ChatResponseUpdate> updates, Exception? end = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in updates)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }

        if (end is not null)
        {
            await Task.CompletedTask;
            throw end;
        }
    }

    /// <summary>Plays some, then never goes on; heeds its token or doesn't.</summary>
    internal static async IAsyncEnumerable<ChatResponseUpdate> ThenHangs(TaskCompletionSource reached, bool heedsToken, IEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in updates)
        {
            yield return update;
        }

        reached.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(heedsToken ? cancellationToken : CancellationToken.None);
    }

    internal sealed record Question(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, int Number, CancellationToken CancellationToken)
    {
        /// <summary>The messages in short, such as <c>user: hello</c>.</summary>
        internal IEnumerable<string> Told => Messages.Select(message => $"{message.Role}: {string.Join(" | ", message.Contents.Select(Shown))}");

        internal string Asked => Messages.Last(message => message.Role == ChatRole.User).Text;

        internal bool HasResults => Messages[^1].Role == ChatRole.Tool;

        internal IEnumerable<string> ToolNames => Options?.Tools?.Select(tool => tool.Name) ?? [];

        private static string Shown(AIContent content) => content switch
        {
            TextContent text => text.Text,
            FunctionCallContent call => $"call {call.CallId} {call.Name}",
            FunctionResultContent result => $"result {result.CallId} {result.Result}",
            _ => content.GetType().Name,
        };
    }
}
