using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.ModelContextProtocol.Tests;

/// <summary>Everything that was logged below Trace, as text.</summary>
internal sealed class ListedLog : ILoggerFactory, ILogger
{
    internal ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Trace;

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));

    public void Dispose() { }
}
