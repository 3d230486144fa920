using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>A chat agent as it is registered: what is the same for all executions, and nothing of any.</summary>
internal sealed class ChatAgent(string instructions, ChatAgentOptions options, Func<AgentExecution, IChatClient> clientFor, TimeProvider clock)
{
    private readonly HashSet<string>? _offered = options.Tools?.ToHashSet(StringComparer.Ordinal);

    internal ChatAgentOptions Options => options;

    internal ModelCalls Model { get; } = new(options, clock);

    internal ToolDeclarations Declarations { get; } = new();

    /// <summary>The tools that the host has named; null for all that the context may call.</summary>
    internal HashSet<string>? Offered => _offered;

    internal string InstructionsFor(AgentExecution execution) => options.InstructionsFor?.Invoke(execution) ?? instructions;

    internal ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken) =>
        new ChatLoop(this, execution, clientFor(execution), cancellationToken).RunAsync();
}
