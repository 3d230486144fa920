using System.Collections.Frozen;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>The agent as which clients call tools: it lists those that are exported and granted, or calls exactly the one that it is asked for.</summary>
internal sealed class McpDispatchAgent(FrozenSet<string> exported)
{
    internal static ContextValue ToList => ContextValue.Map(("list", true));

    internal static ContextValue ToCall(string tool, ContextValue arguments) => ContextValue.Map(("tool", tool), ("arguments", arguments));

    internal async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        if (!execution.Input.TryGetValue("tool", out var tool))
        {
            var tools = (await execution.Tools.ListAsync(cancellationToken)).Where(definition => exported.Contains(definition.Name));
            return AgentOutput.FromValue(ContextValue.List([.. tools.Select(definition =>
                ContextValue.Map(("name", definition.Name), ("description", definition.Description), ("schema", definition.InputSchema), ("effect", definition.Effect.ToString())))]));
        }

        // The host's own code could run this agent too; what isn't exported isn't called here either way.
        if (!exported.Contains(tool.AsString()))
        {
            throw new AgentException(AgentErrorCodes.Unknown, "There is no such tool.");
        }

        var result = await execution.Tools.DispatchAsync(tool.AsString(), execution.Input["arguments"], cancellationToken);
        return result.Error is null or { Code: AgentErrorCodes.Denied }
            ? AgentOutput.FromValue(result.EnsureSuccess())
            : throw new AgentException(result.Error);
    }
}
