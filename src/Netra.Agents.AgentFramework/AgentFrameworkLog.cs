using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Netra.Agents.AgentFramework;

internal static partial class AgentFrameworkLog
{
    internal static ILogger LoggerOf(AgentExecution execution) =>
        execution.Services.GetService<ILoggerFactory>()?.CreateLogger("Netra.Agents.AgentFramework") ?? NullLogger.Instance;

    [LoggerMessage(1, LogLevel.Warning, "The AIAgent '{AgentName}' could not make a session of what is stored: {ExceptionType}.")]
    internal static partial void SessionNotRead(ILogger logger, string agentName, string exceptionType);

    [LoggerMessage(2, LogLevel.Warning, "The AIAgent '{AgentName}' could not serialise its session: {ExceptionType}.")]
    internal static partial void SessionNotSerialised(ILogger logger, string agentName, string exceptionType);

    [LoggerMessage(3, LogLevel.Warning, "The AIAgent '{AgentName}' failed, and its session could not be saved: {Reason}.")]
    internal static partial void SessionNotSavedAfterFailure(ILogger logger, string agentName, string reason);
}
