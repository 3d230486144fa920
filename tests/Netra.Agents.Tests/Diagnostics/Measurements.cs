using System.Diagnostics.Metrics;

namespace Netra.Agents.Tests.Diagnostics;

/// <summary>Every measurement of one host with its tags, apart from those of the hosts of other tests.</summary>
internal sealed class Measurements : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly List<(string Line, double Value)> _all = [];
    private readonly List<Meter> _meters = [];
    private readonly MeterListener _listener = new();

    internal Measurements(Action? onMeasurement = null)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags, onMeasurement));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags, onMeasurement));
        _listener.Start();
    }

    /// <summary>Each instrument with its tags: <c>name key=value …</c>.</summary>
    internal IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _all.Select(item => item.Line)];
            }
        }
    }

    internal double Sum(string line)
    {
        lock (_gate)
        {
            return _all.Where(item => item.Line == line).Sum(item => item.Value);
        }
    }

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.ForEach(meter => meter.Dispose());
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, Action? onMeasurement)
    {
        var line = string.Join(' ', [instrument.Name, .. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")]);
        lock (_gate)
        {
            _all.Add((line, value));
        }

        onMeasurement?.Invoke();
    }
}
