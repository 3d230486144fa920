using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SupportDesk.Models;

/// <summary>The model that the environment names, and how it is called.</summary>
/// <param name="Name">For people.</param>
/// <param name="Make">Makes its client.</param>
public sealed record ModelChoice(string Name, Func<IServiceProvider, IChatClient> Make)
{
    /// <summary>An OpenAI-compatible service (<c>OPENAI_API_KEY</c>, <c>OPENAI_BASE_URL</c>, <c>OPENAI_MODEL</c>), Ollama (<c>OLLAMA_HOST</c>, <c>OLLAMA_MODEL</c>), or the rule-based model where neither is named.</summary>
    /// <param name="read">Reads a variable of the environment; null where it isn't set.</param>
    /// <exception cref="UriFormatException">An address is none.</exception>
    public static ModelChoice From(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var (key, address) = (read("OPENAI_API_KEY"), read("OPENAI_BASE_URL"));
        if (key is not null || address is not null)
        {
            return Compatible(read("OPENAI_MODEL") ?? "gpt-4o-mini", new Uri(address ?? "https://api.openai.com/v1"), key ?? "none");
        }

        if (read("OLLAMA_HOST") is { } host)
        {
            // Ollama speaks the same protocol under /v1, and looks at no key.
            return Compatible(read("OLLAMA_MODEL") ?? "llama3.2", new Uri(new Uri(host.Contains("://", StringComparison.Ordinal) ? host : $"http://{host}"), "/v1"), "none");
        }

        return new ModelChoice("the rule-based model (set OPENAI_API_KEY, OPENAI_BASE_URL or OLLAMA_HOST for another)", static _ => new RuleBasedChatClient());
    }

    private static ModelChoice Compatible(string model, Uri address, string key) => new(
        $"{model} at {address.Host}", _ => new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = address }).GetChatClient(model).AsIChatClient());
}
