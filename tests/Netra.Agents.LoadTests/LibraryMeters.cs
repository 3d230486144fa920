using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Netra.Agents.LoadTests;

/// <summary>Listens to the library's counters.</summary>
internal sealed class LibraryMeters : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    internal LibraryMeters()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == NetraAgentsDiagnostics.MeterName && instrument is Counter<long>)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _sums.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value));
        _listener.Start();
    }

    internal long this[string name] => _sums.GetValueOrDefault(name);

    internal void BeginMeasuring() => _sums.Clear();

    public void Dispose() => _listener.Dispose();
}
