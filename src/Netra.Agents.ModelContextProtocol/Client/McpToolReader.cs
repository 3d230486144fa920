using System.Text.Json;
using System.Text.Json.Nodes;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Makes a tool out of what a server lists, or says why it can't be one. Pure but for what the host's own functions do.</summary>
internal static class McpToolReader
{
    /// <summary>The tool; or null with why, or without when the host doesn't want it.</summary>
    internal static (McpToolEntry? Tool, string? Fault) Read(JsonNode? node, McpSettings settings)
    {
        try
        {
            return node is JsonObject tool && Text(tool, "name") is { } name ? Read(tool, name, settings) : (null, "it has no name");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or JsonException)
        {
            return (null, e.Message);
        }
    }

    private static (McpToolEntry?, string?) Read(JsonObject tool, string name, McpSettings settings)
    {
        if (!settings.Takes(name))
        {
            return default;
        }

        var full = settings.Prefix + name;
        var description = Text(tool, "description") ?? "";
        if ((UntrustedText.NameFault(name) ?? UntrustedText.NameFault(full)) is { } nameFault)
        {
            return (null, $"its name {nameFault}");
        }

        if (UntrustedText.Fault(description, settings.MaxDescriptionLength) is { } descriptionFault)
        {
            return (null, $"its description {descriptionFault}");
        }

        var json = tool["inputSchema"]?.ToJsonString() ?? throw new FormatException("it has no schema");
        if (json.Length > settings.MaxSchemaSize)
        {
            return (null, $"its schema has {json.Length} characters; McpToolsOptions.MaxSchemaSize is {settings.MaxSchemaSize}");
        }

        var schema = ContextValue.FromJson(json);
        if (Hidden(schema, settings.MaxDescriptionLength) is { } hidden)
        {
            return (null, $"a text in its schema {hidden}");
        }

        var offered = new ToolDefinition(full, description, schema) { RequiredPermission = settings.Permission, Effect = Effect(tool["annotations"] as JsonObject, settings) };
        if (settings.Configured(name, offered) is not { } definition)
        {
            return default;
        }

        // By the prefix a name is known to be this server's without asking it.
        return definition.Name.StartsWith(settings.Prefix, StringComparison.Ordinal)
            ? (new McpToolEntry(name, offered, definition), null)
            : (null, $"the host's name for it, '{definition.Name}', doesn't begin with '{settings.Prefix}'");
    }

    private static ToolEffect Effect(JsonObject? hints, McpSettings settings) =>
        !settings.TrustHints ? ToolEffect.AtMostOnce
        : Is(hints, "readOnlyHint") ? ToolEffect.Pure
        : Is(hints, "idempotentHint") ? ToolEffect.Idempotent
        : ToolEffect.AtMostOnce;

    private static bool Is(JsonObject? hints, string name) => hints?[name]?.GetValueKind() == JsonValueKind.True;

    private static string? Text(JsonObject tool, string name) => tool[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static string? Hidden(ContextValue value, int maxLength) => value.Kind switch
    {
        ContextValueKind.String => UntrustedText.Fault(value.AsString(), maxLength),
        ContextValueKind.List => value.Items.Select(item => Hidden(item, maxLength)).FirstOrDefault(fault => fault is not null),
        ContextValueKind.Map => value.Entries.Select(entry => UntrustedText.Fault(entry.Key, maxLength) ?? Hidden(entry.Value, maxLength)).FirstOrDefault(fault => fault is not null),
        _ => null,
    };
}
