using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Tells a client how far an agent is. What it is told must only ever grow: fractions if the agent begins with one, else how often it has said something.</summary>
internal sealed class McpProgressRelay(McpServer server, ProgressToken token)
{
    private bool? _isFraction;
    private float _last;

    internal async Task RunAsync(IAgentExecutionCore core, UserExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in core.SubscribeAsync(context, context.RunId, cancellationToken: cancellationToken))
            {
                if (item is AgentProgress { ParentExecutionId: null } progress && Next(progress) is { } value)
                {
                    await server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken);
                }
            }
        }
        catch (Exception)
        {
            // The run was never begun, or nobody listens any more: progress that can't be told must not fail the call. Its result says the rest.
            return;
        }
    }

    internal ProgressNotificationValue? Next(AgentProgress progress)
    {
        _isFraction ??= progress.Fraction is not null;
        var next = _isFraction is true ? (float)(progress.Fraction ?? 0) : _last + 1;
        if (next <= _last)
        {
            return null;
        }

        _last = next;
        return new ProgressNotificationValue { Progress = next, Total = _isFraction is true ? 1 : null, Message = progress.Message };
    }
}
