using Microsoft.Extensions.Logging;

namespace Netra.Agents.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(1, LogLevel.Information, "The host is at rest: {Ended} runs ended by themselves, {Cancelled} were cancelled, in {Took}.")]
    internal static partial void Drained(ILogger logger, int ended, int cancelled, TimeSpan took);
}
