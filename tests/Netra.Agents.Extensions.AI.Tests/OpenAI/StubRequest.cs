using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

/// <summary>One request to the stub, and the pieces of which an answer is made.</summary>
internal sealed class StubRequest(HttpContext context, JsonNode body, int number)
{
    private bool _hasBegun;

    internal int Number => number;

    internal JsonNode Body => body;

    internal CancellationToken Aborted => context.RequestAborted;

    internal bool HasResults => body["messages"]!.AsArray()[^1]!["role"]!.GetValue<string>() == "tool";

    internal string Last => body["messages"]!.AsArray()[^1]!["content"] is JsonValue text ? text.GetValue<string>() : body["messages"]!.AsArray()[^1]!["content"]!.AsArray()[0]!["text"]!.GetValue<string>();

    internal Task TextAsync(string text) => ChunkAsync(new { role = "assistant", content = text });

    internal Task RefusalAsync(string text) => ChunkAsync(new { refusal = text });

    /// <summary>A call, its arguments in pieces of three characters, as the service sends them.</summary>
    internal async Task CallAsync(int index, string id, string name, string arguments)
    {
        await BeginCallAsync(index, id, name);
        foreach (var piece in arguments.Chunk(3))
        {
            await ArgumentsAsync(index, new string(piece));
        }
    }

    /// <summary>The beginning of a call, without a character of its arguments.</summary>
    internal Task BeginCallAsync(int index, string id, string name) => ChunkAsync(new { tool_calls = new[] { new { index, id, type = "function", function = new { name, arguments = "" } } } });

    /// <summary>A piece of a call's arguments.</summary>
    internal Task ArgumentsAsync(int index, string piece) => ChunkAsync(new { tool_calls = new[] { new { index, function = new { arguments = piece } } } });

    /// <summary>The end as it should be.</summary>
    internal async Task EndAsync(string reason = "stop")
    {
        await ChunkAsync(new { }, reason);
        await LineAsync(JsonSerializer.Serialize(new { id = "c", @object = "chat.completion.chunk", created = 0, model = "m", choices = Array.Empty<object>(), usage = new { prompt_tokens = 11, completion_tokens = 7, total_tokens = 18 } }));
        await LineAsync("[DONE]");
    }

    /// <summary>A line of the stream, whatever it is.</summary>
    internal async Task LineAsync(string data)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync($"data: {data}\n\n", Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    internal async Task RefuseAsync(int status, string? retryAfter = null, string says = "secret of the service")
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        await context.Response.WriteAsJsonAsync(new { error = new { message = says, type = "e", code = "e" } }, Aborted);
    }

    internal async Task AnswerAsync(string contentType, string text)
    {
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(text, Aborted);
    }

    /// <summary>Cuts the connection.</summary>
    internal void Cut() => context.Abort();

    private Task ChunkAsync(object delta, string? reason = null) =>
        LineAsync(JsonSerializer.Serialize(new { id = "c", @object = "chat.completion.chunk", created = 0, model = "m", choices = new[] { new { index = 0, delta, finish_reason = reason } } }));
}
