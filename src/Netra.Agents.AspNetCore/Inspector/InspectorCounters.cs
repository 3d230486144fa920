using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Netra.Agents.AspNetCore;

/// <summary>What the library's own counters have come to since the inspector was mapped, of this host alone.</summary>
internal sealed class InspectorCounters : IDisposable
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _sums = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    internal InspectorCounters(IMeterFactory? factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is Counter<long> or UpDownCounter<long> && instrument.Meter.Name == NetraAgentsDiagnostics.MeterName && (factory is null || ReferenceEquals(instrument.Meter.Scope, factory)))
            {
                listener.EnableMeasurementEvents(instrument, _sums.GetOrAdd(instrument.Name, static _ => new StrongBox<long>()));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, measurement, _, sum) => Interlocked.Add(ref ((StrongBox<long>)sum!).Value, measurement));
        _listener.Start();
    }

    internal ContextValue ToValue() => ContextValue.Map([.. _sums.OrderBy(static sum => sum.Key, StringComparer.Ordinal).Select(static sum => (sum.Key, (ContextValue)Volatile.Read(ref sum.Value.Value)))]);

    public void Dispose() => _listener.Dispose();
}
