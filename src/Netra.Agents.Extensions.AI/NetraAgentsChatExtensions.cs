using Microsoft.Extensions.AI;
using Netra.Agents;
using Netra.Agents.Extensions.AI;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds agents that are a model, its instructions and its tools.</summary>
public static class NetraAgentsChatExtensions
{
    /// <summary>Adds an agent that answers with a model, any <see cref="IChatClient"/>.</summary>
    /// <remarks>
    /// The conversation is the thread's: what was said before is shown to the model, what is said is kept, also when it breaks off. The answer is
    /// streamed (<c>agent_text</c>, <c>agent_thinking</c>). The model is shown the tools that the context's grants allow; each call that it asks for goes through
    /// the dispatcher and nowhere else. What the model costs is taken from the budgets.
    /// </remarks>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters, unique.</param>
    /// <param name="instructions">What the model is told before all else, the same for every owner; may be empty.</param>
    /// <param name="configure">How it works.</param>
    /// <param name="timeouts">Its deadlines; what isn't set is as the options say.</param>
    /// <param name="turns">What happens when its thread has a run under way; as the options say by default.</param>
    public static INetraAgentsBuilder AddChatAgent(
        this INetraAgentsBuilder builder, string name, string instructions, Action<ChatAgentOptions>? configure = null, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(instructions);
        var options = new ChatAgentOptions();
        configure?.Invoke(options);
        options = options.Copy();
        var services = builder.Services;
        return builder.AddSharedAgent(
            name,
            provider =>
            {
                List<string> faults = [.. options.Faults()];
                return faults.Count > 0
                    ? throw new InvalidOperationException(string.Join(' ', faults))
                    : new ChatAgent(instructions, options, ChatClients.For(options, services, provider), provider.GetRequiredService<TimeProvider>()).ExecuteAsync;
            },
            timeouts, turns);
    }
}
