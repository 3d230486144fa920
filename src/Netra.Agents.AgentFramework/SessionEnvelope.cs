using System.Security.Cryptography;
using System.Text;

namespace Netra.Agents.AgentFramework;

/// <summary>What a session is stored in: whose it is, beside the session itself. Pure.</summary>
internal static class SessionEnvelope
{
    internal const long Schema = 1;

    private const int LongestNamed = 200;

    /// <summary>Where the session of an agent is kept. A name that leaves no room for what is put before it is kept by its hash.</summary>
    internal static string NameOf(string agentName) => agentName.Length <= LongestNamed
        ? $"ai_session:{agentName}"
        : $"ai_session#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agentName)))}";

    // The session as text, not as a value: nothing of its numbers, its nesting and its order is to change on the way.
    internal static ContextValue Pack(UserExecutionContext context, string agentName, string session) => ContextValue.Map(
        ("schema", Schema), ("tenant", context.TenantId.Value), ("user", context.UserId.Value), ("thread", context.ThreadId.Value), ("agent", agentName), ("session", session));

    /// <exception cref="AgentException">It isn't an envelope, or not this owner's, thread's and agent's.</exception>
    internal static string Unpack(ContextValue envelope, UserExecutionContext context, string agentName)
    {
        if (envelope.Kind != ContextValueKind.Map || envelope.Count != 6 || envelope["session"].Kind != ContextValueKind.String || envelope["schema"] != Schema)
        {
            throw new AgentException(
                AIAgentErrorCodes.SessionInvalid,
                $"What is stored as the session of the AIAgent '{agentName}' is no session, or one of another version of the library. Delete the entry '{NameOf(agentName)}' of the thread to begin anew.");
        }

        // Compared as values: a tenant that is missing is none, never any.
        return envelope["tenant"] == (ContextValue)context.TenantId.Value && envelope["user"] == context.UserId.Value
            && envelope["thread"] == context.ThreadId.Value && envelope["agent"] == agentName
                ? envelope["session"].Text
                : throw new AgentException(
                    AIAgentErrorCodes.SessionMismatch,
                    $"What is stored as the session of the AIAgent '{agentName}' belongs to another owner, thread or agent. Nothing of it was used. Look for who writes the entry '{NameOf(agentName)}'.");
    }
}
