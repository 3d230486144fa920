using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Extensions.AI;

/// <summary>The methods of a type that are tools, each a function. A fresh instance for each call, made from the call's own scope and disposed when it has ended.</summary>
internal static class ToolMethods
{
    internal static IReadOnlyList<(MethodInfo Method, AgentToolAttribute Tool)> Of(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type) =>
    [
        .. type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Select(method => (method, tool: method.GetCustomAttribute<AgentToolAttribute>()))
            .Where(found => found.tool is not null)
            .Select(found => (found.method, found.tool!)),
    ];

    internal static string NameOf(MethodInfo method, AgentToolAttribute tool) =>
        tool.Name ?? (method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name.Length > 5 ? method.Name[..^5] : method.Name);

    [RequiresUnreferencedCode("Binds the method's parameters by reflection.")]
    [RequiresDynamicCode("Binds the method's parameters by reflection.")]
    internal static AIFunction FunctionOf<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(MethodInfo method, string name, IServiceProviderIsService isService)
    {
        var options = new AIFunctionFactoryOptions { Name = name, ConfigureParameterBinding = parameter => Binding(parameter, isService) };
        if (method.IsStatic)
        {
            return AIFunctionFactory.Create(method, target: null, options);
        }

        var make = ActivatorUtilities.CreateFactory<T>([]);
        return AIFunctionFactory.Create(method, arguments => make(arguments.Services!, null)!, options);
    }

    private static AIFunctionFactoryOptions.ParameterBindingOptions Binding(ParameterInfo parameter, IServiceProviderIsService isService)
    {
        var type = parameter.ParameterType;
        if (type == typeof(UserExecutionContext) || type == typeof(ToolInvocation))
        {
            return new() { ExcludeFromSchema = true, BindParameter = (bound, arguments) => arguments.Context![bound.ParameterType] };
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return new() { ExcludeFromSchema = true, BindParameter = (bound, arguments) => arguments.Services!.GetRequiredKeyedService(bound.ParameterType, keyed.Key) };
        }

        return isService.IsService(type)
            ? new() { ExcludeFromSchema = true, BindParameter = (bound, arguments) => arguments.Services!.GetRequiredService(bound.ParameterType) }
            : default;
    }
}
