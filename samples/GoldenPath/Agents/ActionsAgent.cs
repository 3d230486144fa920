using Netra.Agents;

namespace GoldenPath.Agents;

/// <summary>Applies what the customer has agreed to: here, by keeping it as the customer's settings.</summary>
internal sealed class ActionsAgent : IAgent
{
    internal const string Settings = "settings";

    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var proposals = execution.Input["proposals"];
        (await execution.State.SetAsync(StateScope.User, Settings, proposals, cancellationToken)).EnsureSuccess();
        return AgentOutput.FromValue(ContextValue.Map(("applied", proposals.Count)));
    }
}
