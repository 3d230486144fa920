namespace Netra.Agents.AspNetCore;

/// <summary>Waits until a run has begun, and lets it go on by itself.</summary>
internal sealed class FirstEvent : IAgentEventSink, IDisposable
{
    private readonly CancellationTokenSource _seen = new();

    internal CancellationToken Seen => _seen.Token;

    public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken) => await _seen.CancelAsync();

    public void Dispose() => _seen.Dispose();
}
