using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;

namespace SupportDesk.Models;

/// <summary>The model that the environment names, and how it is called.</summary>
/// <param name="Name">For people.</param>
/// <param name="Make">Makes its client.</param>
public sealed record ModelChoice(string Name, Func<IServiceProvider, IChatClient> Make)
{
    /// <summary>An OpenAI-compatible service (<c>OPENAI_API_KEY</c>, <c>OPENAI_BASE_URL</c>, <c>OPENAI_MODEL</c>), Ollama (<c>OLLAMA_HOST</c>, <c>OLLAMA_MODEL</c>), or the rule-based model where neither is named.</summary>
    /// <param name="read">Reads a variable of the environment; null or empty where it isn't set.</param>
    /// <exception cref="UriFormatException">An address is none.</exception>
    public static ModelChoice From(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var (key, address) = (Of("OPENAI_API_KEY"), Of("OPENAI_BASE_URL"));
        if (key is not null || address is not null)
        {
            return Compatible(Of("OPENAI_MODEL") ?? "gpt-4o-mini", new Uri(address ?? "https://api.openai.com/v1"), key ?? "none");
        }

        if (Of("OLLAMA_HOST") is { } host)
        {
            // Ollama speaks the same protocol under /v1, and looks at no key.
            return Compatible(Of("OLLAMA_MODEL") ?? "llama3.2", new Uri(OllamaAt(host), "/v1"), "none");
        }

        return new ModelChoice("the rule-based model (set OPENAI_API_KEY, OPENAI_BASE_URL or OLLAMA_HOST for another)", static _ => new RuleBasedChatClient());

        string? Of(string variable) => read(variable) is { Length: > 0 } value ? value : null;
    }

    /// <summary>As Ollama itself reads it: a host that is named without a scheme and a port has Ollama's own.</summary>
    private static Uri OllamaAt(string host)
    {
        if (host.Contains("://", StringComparison.Ordinal))
        {
            return new Uri(host);
        }

        var address = new Uri($"http://{host}");
        return address.IsDefaultPort && !host.TrimEnd('/').EndsWith(":80", StringComparison.Ordinal) ? new UriBuilder(address) { Port = 11434 }.Uri : address;
    }

    private static ModelChoice Compatible(string model, Uri address, string key)
    {
        // The agent asks again by itself. If the package did too, each would repeat the other's repetitions.
        var options = new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        return new ModelChoice($"{model} at {address.Authority}", _ => new OpenAIClient(new ApiKeyCredential(key), options).GetChatClient(model).AsIChatClient());
    }
}
