using System.Text.Json;
using Netra.Agents.Connections;

namespace Netra.Agents;

/// <summary>The answer to one message of a client.</summary>
public sealed record ConnectionResponse
{
    internal ConnectionResponse(string request) => Request = request;

    /// <summary>The type of the message that this answers; <c>unknown</c> when it had none.</summary>
    public string Request { get; }

    /// <summary>True when what was asked was done: a run that failed was still run, and its <see cref="Status"/> says how it ended.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The run that it was about, if there is one.</summary>
    public RunId? RunId { get; init; }

    /// <summary>The wire name of the run's last event, such as <c>agent_completed</c>; null while it goes on.</summary>
    public string? Status { get; init; }

    /// <summary>The last sequence that was delivered; resume after it.</summary>
    public long LastSequence { get; init; }

    /// <summary>The output of a run that completed; for <c>list</c> a map whose <c>runs</c> are the owner's, the newest first, 100 at most.</summary>
    public ContextValue Output { get; init; }

    /// <summary>Why it was not done; null when it was.</summary>
    public AgentError? Error { get; init; }

    /// <summary>The answer as it goes to the client: <c>type</c> is <c>response</c> or <c>error</c>, names in snake_case.</summary>
    public byte[] ToUtf8Json()
    {
        var wire = new ConnectionResponseWire
        {
            Type = Succeeded ? "response" : "error",
            Request = Request,
            RunId = RunId?.ToString(),
            Status = Status,
            LastSequence = LastSequence == 0 ? null : LastSequence,
            Output = Output.IsNull ? null : JsonElement.Parse(Output.ToUtf8Json()),
            Code = Error?.Code,
            Message = Error?.Message,
            RetryAfterMs = Error?.RetryAfter?.TotalMilliseconds,
        };
        return JsonSerializer.SerializeToUtf8Bytes(wire, ConnectionWireContext.Default.ConnectionResponseWire);
    }

    /// <summary>What was asked and how it went, and nothing of what it carries.</summary>
    public override string ToString() => Error is null ? $"{Request}: {Status ?? "done"}" : $"{Request}: {Error.Code}";
}
