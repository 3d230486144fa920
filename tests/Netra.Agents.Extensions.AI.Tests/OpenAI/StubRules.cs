using System.Text.Json.Nodes;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

/// <summary>What the service asks of a conversation before it looks at it.</summary>
internal static class StubRules
{
    /// <summary>The rule that a request breaks; null when it breaks none.</summary>
    internal static string? Broken(JsonNode body)
    {
        List<string> open = [];
        foreach (var message in body["messages"]!.AsArray().Select(message => message!))
        {
            var role = message["role"]!.GetValue<string>();
            if (role == "tool")
            {
                if (!open.Remove(message["tool_call_id"]!.GetValue<string>()))
                {
                    return "A result belongs to no call of the message before.";
                }

                continue;
            }

            if (open.Count > 0)
            {
                return $"The calls {string.Join(", ", open)} have no results.";
            }

            var calls = message["tool_calls"]?.AsArray() ?? [];
            open = [.. calls.Select(call => call!["id"]!.GetValue<string>())];
            if (calls.Any(call => !IsObject(call!["function"]!["arguments"]!.GetValue<string>())))
            {
                return "The arguments of a call are no object.";
            }

            if (role == "assistant" && open.Count == 0 && message["content"] is null)
            {
                return "An answer has neither text nor calls.";
            }
        }

        return open.Count > 0 ? $"The calls {string.Join(", ", open)} have no results." : null;
    }

    private static bool IsObject(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments) is JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
