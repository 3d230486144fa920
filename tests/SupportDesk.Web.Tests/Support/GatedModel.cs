using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using SupportDesk.Models;

namespace SupportDesk.Web.Tests.Support;

/// <summary>The rule-based model, whose words to a customer come as slowly as a test says.</summary>
internal sealed class GatedModel : IChatClient
{
    private readonly RuleBasedChatClient _rules = new();
    private readonly ConcurrentDictionary<string, Gate> _gates = new(StringComparer.Ordinal);

    /// <summary>From now on this customer's words wait.</summary>
    internal Gate Hold(string customer) => _gates[customer] = new Gate();

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var all = messages.ToList();
        var instructions = all.First(message => message.Role == ChatRole.System).Text;
        var gate = _gates.FirstOrDefault(held => instructions.Contains($" {held.Key}.", StringComparison.Ordinal)).Value;
        await foreach (var update in _rules.GetStreamingResponseAsync(all, options, cancellationToken))
        {
            if (gate is not null && update.Text.Length > 0)
                await gate.PassAsync(cancellationToken);

            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
