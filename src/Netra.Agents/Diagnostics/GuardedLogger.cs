using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Netra.Agents.Diagnostics;

/// <summary>A logger that throws is its host's fault, and must not end anybody's run.</summary>
internal sealed class GuardedLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception e)
        {
            Trace.TraceError($"Netra.Agents: a logger threw {e.GetType()}.");
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception e)
        {
            Trace.TraceError($"Netra.Agents: a logger threw {e.GetType()}.");
        }
    }
}
