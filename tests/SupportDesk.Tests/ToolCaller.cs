using System.Reflection;
using System.Text.Json;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Tests;

/// <summary>Calls a tool's handler by the names of its parameters, as a host would.</summary>
public static class ToolCaller
{
    public static ValueTask<string> CallAsync(
        ShopTool tool, JsonElement arguments, ShopSession session, CancellationToken cancellationToken = default)
    {
        object?[] values =
        [
            .. tool.Handler.Method.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(ShopSession) ? session
                : parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
                : arguments.GetProperty(parameter.Name!).Deserialize(parameter.ParameterType)),
        ];
        return (ValueTask<string>)tool.Handler.Method.Invoke(
            tool.Handler.Target, BindingFlags.DoNotWrapExceptions, binder: null, values, culture: null)!;
    }

    public static ValueTask<string> CallAsync(
        string tool, object arguments, ShopSession session, CancellationToken cancellationToken = default) =>
        CallAsync(ShopTools.All.Single(one => one.Name == tool), JsonSerializer.SerializeToElement(arguments), session, cancellationToken);
}
