using System.Diagnostics.Metrics;

namespace Netra.Agents.Tests.Support;

/// <summary>The counters of one host, apart from those of the hosts of other tests.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sums = [];
    private readonly List<(string Name, long Least, TaskCompletionSource Reached)> _waiting = [];
    private readonly List<Meter> _meters = [];
    private readonly HashSet<string> _tags = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    internal TestMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, this))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            Tag(tags);
            Add(instrument.Name, value);
        });
        _listener.Start();
    }

    internal const string LateResults = "netra.agents.late_results";
    internal const string FencedEffects = "netra.agents.fenced_effects";
    internal const string LiveRuns = "netra.agents.runs.live";
    internal const string Starved = "netra.agents.watchdog.starved";

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

    /// <summary>Every value that stood in a tag.</summary>
    internal IReadOnlyList<string> Tags()
    {
        lock (_gate)
        {
            return [.. _tags];
        }
    }

    private void Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            foreach (var tag in tags)
            {
                _tags.Add(tag.Value?.ToString() ?? "");
            }
        }
    }

    internal long Sum(string name)
    {
        lock (_gate)
        {
            return _sums.GetValueOrDefault(name);
        }
    }

    /// <summary>Ends when the counter has come so far.</summary>
    internal Task ReachedAsync(string name, long least)
    {
        lock (_gate)
        {
            if (_sums.GetValueOrDefault(name) >= least)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((name, least, reached));
            return reached.Task;
        }
    }

    private void Add(string name, long value)
    {
        lock (_gate)
        {
            var sum = _sums[name] = _sums.GetValueOrDefault(name) + value;
            foreach (var waiting in _waiting.Where(waiting => waiting.Name == name && sum >= waiting.Least).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Reached.SetResult();
            }
        }
    }
}
