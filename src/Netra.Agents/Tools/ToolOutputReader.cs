using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace Netra.Agents.Tools;

/// <summary>What a delegate returns (nothing, a value, or a task of one) as a value.</summary>
[RequiresUnreferencedCode("Reads results by reflection.")]
[RequiresDynamicCode("Reads results by reflection.")]
internal static class ToolOutputReader
{
    internal static Func<object?, ValueTask<ContextValue>> For(Type returned, JsonSerializerOptions json)
    {
        if (returned == typeof(void))
        {
            return static _ => default;
        }

        if (returned == typeof(Task))
        {
            return static async result => { await (Task)result!; return default; };
        }

        if (returned == typeof(ValueTask))
        {
            return static async result => { await (ValueTask)result!; return default; };
        }

        var shape = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        var (method, type) = shape == typeof(Task<>) ? (nameof(OfTask), returned.GetGenericArguments()[0])
            : shape == typeof(ValueTask<>) ? (nameof(OfValueTask), returned.GetGenericArguments()[0])
            : (nameof(OfValue), returned);
        var reader = typeof(ToolOutputReader).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
        return (Func<object?, ValueTask<ContextValue>>)reader.Invoke(null, [json])!;
    }

    private static Func<object?, ValueTask<ContextValue>> OfTask<T>(JsonSerializerOptions json) => async result => Value(await (Task<T>)result!, json);

    private static Func<object?, ValueTask<ContextValue>> OfValue<T>(JsonSerializerOptions json) => result => new ValueTask<ContextValue>(Value((T?)result, json));

    private static Func<object?, ValueTask<ContextValue>> OfValueTask<T>(JsonSerializerOptions json) => result =>
    {
        var task = (ValueTask<T>)result!;
        return task.IsCompletedSuccessfully ? new ValueTask<ContextValue>(Value(task.Result, json)) : Later(task);

        async ValueTask<ContextValue> Later(ValueTask<T> pending) => Value(await pending, json);
    };

    private static ContextValue Value<T>(T? value, JsonSerializerOptions json) => ContextValue.From(value, json);
}
