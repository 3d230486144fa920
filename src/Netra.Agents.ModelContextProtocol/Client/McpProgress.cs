using ModelContextProtocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>A server that gets on keeps the execution alive. What it says of its progress goes nowhere: a tool has no voice of its own.</summary>
internal sealed class McpProgress(ToolInvocation invocation) : IProgress<ProgressNotificationValue>
{
    public void Report(ProgressNotificationValue value)
    {
        try
        {
            invocation.ReportProgress();
        }
        catch (ExecutionFencedException)
        {
            // The server learns of the end by the cancellation.
        }
    }
}
