using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>What one model call may cost and has cost, in tokens. Held before, settled after; a call that was cut off counts by what was received.</summary>
internal sealed class ModelSpending : IAsyncDisposable
{
    // What an answer is expected to need where the host names no limit. Four characters a token is the rule of thumb for English text.
    private const long AnswerTokens = 1_024;
    private const long CharactersPerToken = 4;

    private readonly BudgetReservation _reservation;
    private readonly long _asked;

    private ModelSpending(BudgetReservation reservation, long asked) => (_reservation, _asked) = (reservation, asked);

    internal ModelAnswer? Spent { private get; set; }

    /// <exception cref="BudgetException">There isn't enough left.</exception>
    internal static async ValueTask<ModelSpending> BeginAsync(AgentExecution execution, List<ChatMessage> messages, ChatOptions options)
    {
        var asked = 0L;
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                asked += content switch { TextContent text => text.Text.Length, FunctionResultContent { Result: string result } => result.Length, _ => 0 };
            }
        }

        asked /= CharactersPerToken;
        var reservation = await execution.Budget.ReserveAsync(new BudgetAmount { ModelTokens = asked + (options.MaxOutputTokens ?? AnswerTokens) });
        return new ModelSpending(reservation.EnsureGranted(), asked);
    }

    /// <summary>The options, with an answer that is no longer than what is held.</summary>
    internal ChatOptions Within(ChatOptions options)
    {
        if (!_reservation.IsReduced)
        {
            return options;
        }

        var reduced = options.Clone();
        reduced.MaxOutputTokens = (int)Math.Clamp(_reservation.Amount.ModelTokens - _asked, 1, options.MaxOutputTokens ?? AnswerTokens);
        return reduced;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _reservation.SettleAsync(new BudgetAmount { ModelTokens = Tokens() });
        }
        catch (ExecutionFencedException)
        {
            // Then what is held counts as spent: nobody knows what a stopped call still cost.
        }
    }

    private long Tokens() => Spent switch
    {
        { Usage: { } usage } => usage.TotalTokenCount ?? (usage.InputTokenCount ?? 0) + (usage.OutputTokenCount ?? 0),
        { IsEmpty: false } heard => _asked + (heard.TextLength / CharactersPerToken),
        _ => 0,
    };
}
