using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Netra.Agents.Extensions.AI;

/// <summary>Between the values of Microsoft.Extensions.AI and ours; what can't be copied is refused.</summary>
internal static class FunctionArguments
{
    /// <exception cref="FormatException">They are no JSON that a <see cref="ContextValue"/> can hold.</exception>
    internal static ContextValue ToValue(IEnumerable<KeyValuePair<string, object?>>? arguments)
    {
        if (arguments is null)
        {
            return default;
        }

        try
        {
            return ContextValue.Map([.. arguments.Select(argument => (argument.Key, ToValue(argument.Value)))]);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    internal static ContextValue ToValue(object? value) => value switch
    {
        null => default,
        ContextValue own => own,
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        decimal number => number,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => default,
        JsonElement element => ContextValue.FromJson(element.GetRawText()),
        TextContent content => content.Text,
        _ => ContextValue.FromJson(JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType()))),
    };

    /// <summary>The members of a map, each as what a function's binder takes.</summary>
    internal static AIFunctionArguments ToArguments(ContextValue arguments)
    {
        var members = new AIFunctionArguments(arguments.Count == 0 ? null : new Dictionary<string, object?>(arguments.Count, StringComparer.Ordinal));
        foreach (var (name, value) in arguments.Entries)
        {
            members[name] = ToElement(value);
        }

        return members;
    }

    internal static JsonElement ToElement(ContextValue value) => JsonElement.Parse(value.ToUtf8Json());
}
