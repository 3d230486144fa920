using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>The desk's tools, as one answer asks for them.</summary>
internal sealed class SupportDeskCalls(AgentExecution execution, CancellationToken cancellationToken)
{
    internal string CallerId => execution.Context.UserId.Value;

    internal async ValueTask<SupportReply> CallAsync(string tool, params (string Name, ContextValue Value)[] arguments)
    {
        execution.Events.Thinking($"Asking {tool}");
        var result = await execution.Tools.DispatchAsync(tool, ContextValue.Map(arguments), cancellationToken);
        return result.Succeeded ? SupportReply.Of(result.Output.Text) : SupportReply.Refused(result.Error!);
    }
}
