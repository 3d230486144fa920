using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Netra.Agents.Tests.Diagnostics;

/// <summary>Keeps every line that is logged, whatever its level.</summary>
internal sealed class CapturedLogs : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();
    private readonly List<LogLine> _lines = [];

    internal IReadOnlyList<LogLine> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => NullLogger.Instance.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString());
        lock (_gate)
        {
            _lines.Add(new LogLine(eventId.Id, logLevel, formatter(state, exception), values, exception));
        }
    }
}
