using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Agents.AspNetCore;

/// <summary>The events of one run as server-sent events; the id of each is its sequence, so that a browser says by itself where it was.</summary>
/// <remarks>
/// A server uses the objects of a request again for the next one on the same line, which may be another user's: nothing is written
/// and nothing is cut once <see cref="RunAsync"/> has returned.
/// </remarks>
internal sealed class EventStream(HttpContext context, Caller caller, AgentEndpoints agents) : LiveConnection(caller, agents.Options, agents.Clock)
{
    private readonly Lock _gate = new();
    private readonly CancellationToken _aborted = context.RequestAborted;
    private bool _isOver;

    internal override bool IsBusy => true;

    /// <summary>The record that says why the server closes the stream; an event of its own when null.</summary>
    internal Func<string, ContextValue>? Closing { get; init; }

    public override ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        agents.Connections.Follow(this, agentEvent, agentEvent.EndsRun);
        return SendAsync(agentEvent.Sequence.ToString(CultureInfo.InvariantCulture), AgentEventJson.Serialize(agentEvent), cancellationToken);
    }

    /// <summary>Writes one record.</summary>
    internal ValueTask SendAsync(string? id, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            Begin();
            var writer = context.Response.BodyWriter;
            if (id is not null)
            {
                Encoding.UTF8.GetBytes($"id: {id}\n", writer);
            }

            writer.Write("data: "u8);
            writer.Write(json.Span);
            writer.Write("\n\n"u8);
            await writer.FlushAsync(_aborted);
        },
        cancellationToken);

    /// <summary>The whole life of the stream: lets it in, does what makes events, answers what is refused before the first of them.</summary>
    internal async Task RunAsync(Func<CancellationToken, ValueTask<AgentError?>> work)
    {
        if (agents.Connections.Enter(this) is { } full)
        {
            await Problems.WriteAsync(context, full);
            return;
        }

        AgentError? error = new(AgentErrorCodes.AgentFailed, "The host failed.");
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(_aborted, Following);
            error = await work(both.Token);
        }
        finally
        {
            await InTurnAsync(() => LetGoAsync(error), CancellationToken.None);
            agents.Connections.Leave(this);
        }
    }

    internal override void Abort()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                context.Abort();
            }
        }
    }

    // The request itself says it, once what makes events has let go.
    protected override ValueTask SayEndAsync() => default;

    protected override void Beat(long now)
    {
        if (SilentFor(now) >= Options.Heartbeat)
        {
            _ = BeatAsync();
        }
    }

    private async ValueTask LetGoAsync(AgentError? error)
    {
        try
        {
            await AnswerAsync(error);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // There is nobody to tell.
        }
        finally
        {
            lock (_gate)
            {
                _isOver = true;
            }
        }
    }

    private async ValueTask AnswerAsync(AgentError? error)
    {
        if (_aborted.IsCancellationRequested)
        {
            return;
        }

        if (End != ConnectionEnd.None)
        {
            await CloseAsync(End == ConnectionEnd.ShuttingDown ? AgentErrorCodes.ShuttingDown : "signed_out");
        }
        else if (context.Response.HasStarted)
        {
            if (error is { Code: not AgentErrorCodes.ConnectionLost })
            {
                // It took so long to refuse that the stream had begun.
                await CloseAsync(error.Code);
            }
        }
        else if (error is not null)
        {
            await Problems.WriteAsync(context, error);
        }
        else
        {
            // All was seen before: this tells a browser to stop asking.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private Task CloseAsync(string code)
    {
        Begin();
        var record = Closing?.Invoke(code) ?? ContextValue.Map(("code", code));
        var name = Closing is null ? "event: closing\n" : "";
        return context.Response.WriteAsync($"retry: 1000\n{name}data: {Encoding.UTF8.GetString(record.ToUtf8Json())}\n\n", _aborted);
    }

    private async Task BeatAsync()
    {
        try
        {
            await InTurnAsync(
                async () =>
                {
                    if (!_isOver)
                    {
                        // A run may wait for its turn for longer than whoever is between here and the browser has patience.
                        Begin();
                        await context.Response.WriteAsync(":\n\n", _aborted);
                    }
                },
                Following);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The line is lost: whoever writes next sees it.
        }
    }

    private void Begin()
    {
        if (!context.Response.HasStarted)
        {
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
        }
    }
}
