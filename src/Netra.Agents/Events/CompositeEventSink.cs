namespace Netra.Agents;

/// <summary>Sends each event to several sinks, one after the other. All are tried; a failure of some is thrown at the end.</summary>
/// <remarks>A retry sends to all of them again. To keep sinks apart, so that one can't delay another, register each of them instead.</remarks>
public sealed class CompositeEventSink : IAgentEventSink
{
    private readonly IAgentEventSink[] _sinks;

    /// <summary>Joins sinks.</summary>
    public CompositeEventSink(params IEnumerable<IAgentEventSink> sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        _sinks = [.. sinks];
        if (Array.Exists(_sinks, sink => sink is null))
        {
            throw new ArgumentException("A sink is null.", nameof(sinks));
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        List<Exception>? failures = null;
        foreach (var sink in _sinks)
        {
            try
            {
                await sink.SendAsync(agentEvent, cancellationToken);
            }
            catch (Exception e)
            {
                (failures ??= []).Add(e);
            }
        }

        if (failures is not null)
        {
            throw new AggregateException($"{failures.Count} of {_sinks.Length} sinks failed.", failures);
        }
    }
}
