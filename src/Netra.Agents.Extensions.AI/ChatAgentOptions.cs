using Microsoft.Extensions.AI;

namespace Netra.Agents;

/// <summary>How a chat agent works. Checked and copied once; later changes have no effect.</summary>
public sealed class ChatAgentOptions
{
    /// <summary>Makes the model's client, once a host. It serves all owners at once, as every <see cref="IChatClient"/> can.</summary>
    /// <value>Null by default: the <see cref="IChatClient"/> that is registered in the container, from the execution's own scope if it isn't a singleton.</value>
    public Func<IServiceProvider, IChatClient>? Client { get; set; }

    /// <summary>Chooses the client for each execution, such as one with the credentials of the tenant. Who disposes it is the host's affair.</summary>
    /// <value>Null by default.</value>
    public Func<AgentExecution, IChatClient>? ClientFor { get; set; }

    /// <summary>Makes the instructions for one owner's run, in place of those that are the same for all.</summary>
    /// <value>Null by default.</value>
    public Func<AgentExecution, string>? InstructionsFor { get; set; }

    /// <summary>The tools that the model is shown and may call, of those that the context's grants allow.</summary>
    /// <value>Null by default: all of them.</value>
    public IReadOnlyList<string>? Tools { get; set; }

    /// <summary>What is asked of the model beside the messages: temperature, model, limits. Copied for each call.</summary>
    /// <value>Null by default. Tools, a conversation id, a response format or instructions have no place in it.</value>
    public ChatOptions? ChatOptions { get; set; }

    /// <summary>How many turns of the thread the model is shown. Called by another agent or a workflow, a chat agent has its input alone.</summary>
    /// <value>20. With 0 nothing is read, and nothing kept.</value>
    public int HistoryTurns { get; set; } = 20;

    /// <summary>How often the model may be asked in one execution: each round of tool calls is one, and so is an answer that doesn't fit.</summary>
    /// <value>16.</value>
    public int MaxRounds { get; set; } = 16;

    /// <summary>How long one call of the model may take, from the question to the last piece of the answer.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan ModelTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a call that failed before anything was received is made again, if the fault is transient.</summary>
    /// <value>2.</value>
    public int MaxRetries { get; set; } = 2;

    /// <summary>How long to wait before the first repetition; each further one waits twice as long. By chance each is up to half longer or shorter. A service that says how long is obeyed.</summary>
    /// <value>1 second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait for a repetition. Where a service wants to be left alone for longer, the execution fails at once, and its error says how long.</summary>
    /// <value>30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Says what an exception of the client means; null for one that it doesn't know, which is then judged by what the base class library throws.</summary>
    /// <value>Null by default.</value>
    public Func<Exception, ModelFault?>? FaultOf { get; set; }

    /// <summary>Tells the model that a tool was denied, and lets it go on. What a person refused is always told.</summary>
    /// <value>False by default: a denial ends the execution as Denied.</value>
    public bool TellModelOfDenials { get; set; }

    /// <summary>Makes the calls of one answer at the same time, each in its own scope; else one after the other.</summary>
    /// <value>True by default.</value>
    public bool ParallelToolCalls { get; set; } = true;

    /// <summary>Keeps answers in the container's <see cref="Microsoft.Extensions.Caching.Distributed.IDistributedCache"/>, each under its owner: the same question of another owner is asked anew.</summary>
    /// <value>False by default.</value>
    public bool CacheResponses { get; set; }

    internal IEnumerable<string> Faults()
    {
        if (HistoryTurns is < 0 or > StatePage.MaxLimit)
        {
            yield return $"HistoryTurns must be 0 to {StatePage.MaxLimit}; it is {HistoryTurns}.";
        }

        if (MaxRounds is < 1 or > 1_000)
        {
            yield return $"MaxRounds must be 1 to 1,000; it is {MaxRounds}.";
        }

        if (MaxRetries is < 0 or > 100)
        {
            yield return $"MaxRetries must be 0 to 100; it is {MaxRetries}.";
        }

        foreach (var (name, time) in new[] { (nameof(ModelTimeout), ModelTimeout), (nameof(RetryDelay), RetryDelay), (nameof(MaxRetryDelay), MaxRetryDelay) })
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
            {
                yield return $"{name} must be more than zero and at most a day; it is {time}.";
            }
        }

        if (Client is not null && ClientFor is not null)
        {
            yield return "Client and ClientFor are both set; give one of them.";
        }

        if (ChatOptions is { } template)
        {
            if (template.Tools is { Count: > 0 })
            {
                yield return "ChatOptions.Tools is set: a tool that the model's client could call would run outside the dispatcher. Register it (AddTools), and name it in Tools.";
            }

            if (template.ConversationId is not null || template.ContinuationToken is not null)
            {
                yield return "ChatOptions has the handle of a conversation at the provider: all owners would share it.";
            }

            if (template.ResponseFormat is not null || template.Instructions is not null)
            {
                yield return "ChatOptions has a response format or instructions: those come from the request (RunAsync<T>) and from the agent.";
            }
        }
    }

    internal ChatAgentOptions Copy()
    {
        var copy = (ChatAgentOptions)MemberwiseClone();
        copy.ChatOptions = ChatOptions?.Clone();
        copy.Tools = Tools is null ? null : [.. Tools];
        return copy;
    }
}
