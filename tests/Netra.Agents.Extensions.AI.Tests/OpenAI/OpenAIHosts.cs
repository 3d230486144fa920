using System.ClientModel;
using System.ClientModel.Primitives;
using System.Collections.Concurrent;
using global::OpenAI;
using Microsoft.Extensions.AI;
using SupportDesk.Models;

namespace Netra.Agents.Extensions.AI.Tests.OpenAI;

internal static class OpenAIHosts
{
    /// <summary>A host whose model is the OpenAI package's, with the tool <c>note</c>.</summary>
    internal static ChatHost WithNotes(StubService service, ConcurrentQueue<string> notes, Action<ChatAgentOptions>? configure = null, Action<INetraAgentsBuilder>? register = null)
    {
        // The package repeats by itself, on the machine's clock: here the library does it, on the test's.
        var options = new OpenAIClientOptions { Endpoint = service.Address, RetryPolicy = new ClientRetryPolicy(maxRetries: 0) };
        var client = new OpenAIClient(new ApiKeyCredential("none"), options).GetChatClient("m").AsIChatClient();
        return ToolHosts.WithNotes(
            client,
            notes,
            chat =>
            {
                chat.FaultOf = OpenAIFaults.Of;
                configure?.Invoke(chat);
            },
            register);
    }
}
