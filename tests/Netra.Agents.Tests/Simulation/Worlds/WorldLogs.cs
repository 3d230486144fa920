using Microsoft.Extensions.Logging;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>Keeps what is logged above Trace, where nothing sensitive may stand.</summary>
internal sealed class WorldLogs(WorldSlot slot) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Trace;

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception);
        slot.World.Trace.Logs.Add(line);
        if (logLevel == LogLevel.Critical)
            slot.World.Trace.Problems.Add($"{line} {exception}");
    }

    public void Dispose()
    {
    }
}
