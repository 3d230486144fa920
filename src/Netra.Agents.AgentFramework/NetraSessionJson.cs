using System.Buffers;
using System.Text.Json;
using Microsoft.Agents.AI;

namespace Netra.Agents.AgentFramework;

/// <summary>The serialised form of a <see cref="NetraAgentSession"/>: whose it is, and what others have put into its bag. Pure.</summary>
internal static class NetraSessionJson
{
    private const int Schema = 1;

    internal static JsonElement Write(NetraAgentSession session)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema"u8, Schema);
            writer.WriteString("tenant"u8, session.Owner.TenantId.Value);
            writer.WriteString("user"u8, session.Owner.UserId.Value);
            writer.WriteString("thread"u8, session.ThreadId.Value);
            writer.WriteString("agent"u8, session.AgentName);
            writer.WritePropertyName("state"u8);
            session.StateBag.Serialize().WriteTo(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <exception cref="ArgumentException">It isn't a session of this agent.</exception>
    /// <exception cref="InvalidOperationException">It is another owner's.</exception>
    internal static NetraAgentSession Read(JsonElement json, string agentName, Owner owner, Grants grants)
    {
        // A tenant must be there: null is none, and anything else that is no text is not taken for none.
        if (json.ValueKind != JsonValueKind.Object || Text(json, "user") is not { } user || Text(json, "thread") is not { } thread
            || !json.TryGetProperty("tenant", out var tenant) || (tenant.ValueKind != JsonValueKind.Null && Text(json, "tenant") is null)
            || !json.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.Number || !schema.TryGetInt32(out var version) || version != Schema)
        {
            throw new ArgumentException("This is no session of an agent of the library, or one of another version.", nameof(json));
        }

        if (Text(json, "agent") != agentName)
        {
            throw new ArgumentException($"The session is another agent's, not that of '{agentName}'.", nameof(json));
        }

        // The message names neither owner: it may come to either.
        return user == owner.UserId.Value && Text(json, "tenant") == owner.TenantId.Value
            ? new NetraAgentSession(agentName, owner, new ThreadId(thread), grants, BagOf(json))
            : throw new InvalidOperationException($"The session of agent '{agentName}' belongs to another owner than the one it is read for. Nothing of it was used.");
    }

    private static string? Text(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no Unicode text.
            return null;
        }
    }

    // A copy: the host may give its document back.
    private static AgentSessionStateBag? BagOf(JsonElement json) =>
        json.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object ? AgentSessionStateBag.Deserialize(state.Clone()) : null;
}
