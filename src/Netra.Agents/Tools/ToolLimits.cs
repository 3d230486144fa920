using Netra.Agents.Diagnostics;

namespace Netra.Agents.Tools;

/// <summary>The limits of an owner: the library's own on calls under way, then those of the host. Whatever was entered is left, exactly once.</summary>
internal sealed class ToolLimits(IToolLimiter[] limiters, int maxCallsPerOwner, AgentDiagnostics diagnostics)
{
    /// <summary>Null when the call is let in; else why not, with nothing left entered.</summary>
    internal AgentError? TryEnter(IToolCallHost host, ToolRegistration tool)
    {
        if (!host.OwnerCalls.TryEnter(maxCallsPerOwner))
        {
            return new AgentError(AgentErrorCodes.LimitReached, $"{maxCallsPerOwner} tool calls are under way for this owner already (NetraAgentsOptions.MaxToolCallsPerOwner).");
        }

        for (var i = 0; i < limiters.Length; i++)
        {
            AgentError? refusal;
            try
            {
                refusal = limiters[i].TryEnter(host.Context.Owner, tool.Definition);
            }
            catch (Exception)
            {
                Exit(host, tool, i);
                throw;
            }

            if (refusal is not null)
            {
                Exit(host, tool, i);
                return refusal;
            }
        }

        return null;
    }

    internal void Exit(IToolCallHost host, ToolRegistration tool) => Exit(host, tool, limiters.Length);

    private void Exit(IToolCallHost host, ToolRegistration tool, int entered)
    {
        host.OwnerCalls.Exit();
        for (var i = 0; i < entered; i++)
        {
            try
            {
                limiters[i].Exit(host.Context.Owner, tool.Definition);
            }
            catch (Exception e)
            {
                // The call has ended whatever the limiter says; its caller must learn how.
                diagnostics.LimiterFailed(tool.Definition.Name, e);
            }
        }
    }
}
