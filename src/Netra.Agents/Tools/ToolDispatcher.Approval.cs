using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>How a person is asked.</summary>
internal sealed partial class ToolDispatcher
{
    private async ValueTask<AgentError?> RefusalByPersonAsync(IToolCallHost host, ToolRegistration tool, ContextValue arguments, ToolApprovalPolicy policy, CancellationToken cancellationToken)
    {
        var id = new ApprovalId(NewId.Create(clock, entropy));
        var name = tool.Definition.Name;
        bool? answer;
        using (host.ExpectQuiet(policy.ExpiresAfter))
        using (var either = cancellationToken == host.Token ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Token))
        {
            host.BeginBreak();
            try
            {
                answer = await approvals.WaitAsync(policy.Approver ?? host.Context.Owner, id, policy.ExpiresAfter, Announce, either?.Token ?? host.Token);
            }
            catch (OperationCanceledException)
            {
                host.Claim.ThrowIfFallen();
                return new AgentError(AgentErrorCodes.CallerCancelled, $"The caller gave up tool '{name}'.");
            }
            finally
            {
                await host.EndBreakAsync();
            }
        }

        if (answer is not true)
        {
            return answer is null
                ? new AgentError(AgentErrorCodes.ApprovalExpired, $"Nobody approved tool '{name}' within {policy.ExpiresAfter}.")
                : new AgentError(AgentErrorCodes.ApprovalRefused, $"Tool '{name}' was not approved.");
        }

        if (!await audit.ApprovalAsync(host, name, id))
        {
            return new AgentError(AgentErrorCodes.AuditUnavailable, $"Tool '{name}' was not called: the audit trail can't be written.");
        }

        // What was allowed when the question was asked may not be any more.
        return await DenialAsync(host, tool, arguments, cancellationToken) is { } denial ? new AgentError(AgentErrorCodes.Denied, denial) : null;

        void Announce()
        {
            lock (host.Claim.Run)
            {
                host.Claim.ThrowIfFallen();
                host.Log.AppendNeedsLock(new ToolApprovalRequested(host.Claim, id, name, arguments, clock.GetUtcNow() + policy.ExpiresAfter));
            }

            host.Touch();
        }
    }
}
