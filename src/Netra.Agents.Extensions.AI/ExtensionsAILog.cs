using Microsoft.Extensions.Logging;

namespace Netra.Agents.Extensions.AI;

internal static partial class ExtensionsAILog
{
    [LoggerMessage(1, LogLevel.Warning, "The cache of tool results failed at a call of tool {Tool} ({ExceptionType}); the tool was called as if there were none.")]
    internal static partial void ToolCacheFailed(ILogger logger, string tool, string exceptionType);
}
