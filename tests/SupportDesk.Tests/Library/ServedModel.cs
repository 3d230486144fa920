using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Netra.Agents;
using Netra.Agents.Extensions.AI.Tests.OpenAI;

namespace SupportDesk.Tests.Library;

/// <summary>Serves a model over HTTP, in the protocol of OpenAI's chat completions.</summary>
internal static class ServedModel
{
    internal static Task<StubService> StartAsync(IChatClient model) => StubService.StartAsync(request => AnswerAsync(request, model));

    private static async Task AnswerAsync(StubRequest request, IChatClient model)
    {
        var calls = 0;
        await foreach (var update in model.GetStreamingResponseAsync(request.Body["messages"]!.AsArray().Select(message => MessageOf(message!)), cancellationToken: request.Aborted))
        {
            foreach (var content in update.Contents)
            {
                switch (content)
                {
                    case TextContent text:
                        await request.TextAsync(text.Text);
                        break;
                    case FunctionCallContent call:
                        await request.CallAsync(calls++, call.CallId, call.Name, ArgumentsOf(call));
                        break;
                }
            }

            if (update.FinishReason is { } reason)
            {
                await request.EndAsync(reason.Value);
            }
        }
    }

    private static ChatMessage MessageOf(JsonNode message)
    {
        var role = new ChatRole(message["role"]!.GetValue<string>());
        var text = TextOf(message["content"]);
        if (role == ChatRole.Tool)
        {
            return new ChatMessage(role, [new FunctionResultContent(message["tool_call_id"]!.GetValue<string>(), text)]);
        }

        var calls = message["tool_calls"]?.AsArray().Select(call => new FunctionCallContent(call!["id"]!.GetValue<string>(), call["function"]!["name"]!.GetValue<string>())) ?? [];
        return new ChatMessage(role, [.. text.Length > 0 ? new AIContent[] { new TextContent(text) } : [], .. calls]);
    }

    private static string TextOf(JsonNode? content) => content switch
    {
        null => "",
        JsonArray parts => string.Concat(parts.Select(part => part!["text"]!.GetValue<string>())),
        _ => content.GetValue<string>(),
    };

    /// <summary>The arguments as JSON; of those that are none, as much as to be none.</summary>
    private static string ArgumentsOf(FunctionCallContent call) => call.Exception is not null
        ? """{"id": """
        : JsonSerializer.Serialize(call.Arguments!.ToDictionary(argument => argument.Key, argument => argument.Value is ContextValue value ? JsonNode.Parse(value.ToJson()) : JsonSerializer.SerializeToNode(argument.Value)));
}
