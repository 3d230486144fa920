using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;

namespace Netra.Agents.Hosting;

/// <summary>The breakers of a host: one for each name of an agent or a tool, so as many as are registered.</summary>
internal sealed class Breakers : IDisposable
{
    internal const string MeterName = "Netra.Agents.Hosting";

    private readonly ConcurrentDictionary<string, Breaker> _breakers = new(StringComparer.Ordinal);
    private readonly BreakerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _refused;
    private readonly string _tag;

    internal Breakers(BreakerOptions options, string tag, TimeProvider clock, IMeterFactory? meters)
    {
        (_options, _tag, _clock) = (options, tag, clock);
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _changes = _meter.CreateCounter<long>("netra.agents.breaker.changes", "{change}", "Breakers that opened, half opened or closed, by what they guard.");
        _refused = _meter.CreateCounter<long>("netra.agents.breaker.refused", "{call}", "Calls that an open breaker refused, by what it guards.");

        // Made once for the sake of its rules: what is out of range is told where the host is built.
        _ = NewPipeline("");
    }

    internal async ValueTask<T> InvokeAsync<T>(string name, Func<CancellationToken, ValueTask<T>> call, Func<AgentError, Exception> refuse, CancellationToken cancellationToken)
    {
        var breaker = _breakers.GetOrAdd(name, static (name, breakers) => new Breaker(breakers.NewPipeline(name)), this);
        
        // Nothing of the run is in Polly's context, which is pooled; and what comes after stays on the caller's scheduler.
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, CancellationToken.None);
        try
        {
            // What the call gives or throws stays out of the breaker's hands: it is shared by all owners, and gets a verdict only.
            object? outcome = null;
            var verdict = await breaker.Pipeline.ExecuteOutcomeAsync(
                async (_, _) =>
                {
                    var began = _clock.GetTimestamp();
                    try
                    {
                        outcome = await call(cancellationToken);
                        return Outcome.FromResult(!IsSlow(began));
                    }
                    catch (Exception e)
                    {
                        outcome = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
                        return Outcome.FromResult(e is OperationCanceledException && cancellationToken.IsCancellationRequested && !IsSlow(began));
                    }
                },
                context,
                0);
            if (verdict.Exception is BrokenCircuitException broken)
            {
                _refused.Add(1, new KeyValuePair<string, object?>(_tag, name));
                throw refuse(new AgentError("breaker_open", $"'{name}' keeps failing and is left alone for a while. Ask again later.") { RetryAfter = broken.RetryAfter });
            }

            (outcome as System.Runtime.ExceptionServices.ExceptionDispatchInfo)?.Throw();
            return (T)outcome!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _meter.Dispose();

    private bool IsSlow(long began) => _options.SlowAfter is { } slow && _clock.GetElapsedTime(began) > slow;

    private ResiliencePipeline<bool> NewPipeline(string name)
    {
        var builder = new ResiliencePipelineBuilder<bool> { TimeProvider = _clock };
        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions<bool>
        {
            FailureRatio = _options.FailureRatio,
            MinimumThroughput = _options.MinimumThroughput,
            SamplingDuration = _options.SamplingDuration,
            BreakDuration = _options.BreakDuration,
            ShouldHandle = static arguments => new ValueTask<bool>(!arguments.Outcome.Result),
            OnOpened = _ => Changed(name, "opened"),
            OnHalfOpened = _ => Changed(name, "half_opened"),
            OnClosed = _ => Changed(name, "closed"),
        }).Build();
    }

    private ValueTask Changed(string name, string to)
    {
        _changes.Add(1, new KeyValuePair<string, object?>(_tag, name), new KeyValuePair<string, object?>("state", to));
        return default;
    }

    private sealed record Breaker(ResiliencePipeline<bool> Pipeline);
}
