using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI.Tests;

internal static class ToolHosts
{
    /// <summary>A host with the tool <c>note</c>, which notes owner and text.</summary>
    internal static ChatHost WithNotes(IChatClient model, ConcurrentQueue<string> notes, Action<ChatAgentOptions>? configure = null, Action<INetraAgentsBuilder>? register = null) => new(
        model, configure, builder =>
        {
            builder.AddTool(
                new ToolDefinition("note", "Notes a text.", ContextValue.FromJson("""{"type":"object","properties":{"text":{"type":"string"}},"required":["text"]}""")) { RequiredPermission = ChatHost.Permission },
                (invocation, _) =>
                {
                    notes.Enqueue($"{invocation.UserContext.UserId.Value}: {invocation.Arguments["text"].Text}");
                    return new($"noted {invocation.Arguments["text"].Text}");
                });
            register?.Invoke(builder);
        });
}
