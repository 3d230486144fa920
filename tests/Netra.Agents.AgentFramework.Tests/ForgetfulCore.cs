namespace Netra.Agents.AgentFramework.Tests;

/// <summary>Retains no run that has ended.</summary>
internal sealed class ForgetfulCore(IAgentExecutionCore core) : IAgentExecutionCore
{
    public ValueTask<AgentExecutionResult> ExecuteAsync(string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default) =>
        core.ExecuteAsync(agentName, userContext, request, cancellationToken);

    public IAsyncEnumerable<AgentEvent> StreamAsync(string agentName, UserExecutionContext userContext, AgentRequest request, CancellationToken cancellationToken = default) =>
        core.StreamAsync(agentName, userContext, request, cancellationToken);

    public IAsyncEnumerable<AgentEvent> SubscribeAsync(UserExecutionContext userContext, RunId runId, long afterSequence = 0, CancellationToken cancellationToken = default) =>
        core.SubscribeAsync(UserExecutionContext.FromRequest(new UserId("nobody"), ThreadId.New()), runId, afterSequence, cancellationToken);

    public ValueTask<bool> CancelAsync(UserExecutionContext userContext, RunId runId, CancellationToken cancellationToken = default) =>
        core.CancelAsync(userContext, runId, cancellationToken);
}
