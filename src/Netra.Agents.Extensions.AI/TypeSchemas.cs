using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>The JSON Schemas of types, made once each: nothing of an owner's.</summary>
internal static class TypeSchemas
{
    private static readonly ConditionalWeakTable<JsonTypeInfo, object> Schemas = [];

    internal static ContextValue Of(JsonTypeInfo type) => (ContextValue)Schemas.GetValue(
        type, static made => ContextValue.FromJson(AIJsonUtilities.CreateJsonSchema(made.Type, serializerOptions: made.Options).GetRawText()));
}
