using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.Tools;

/// <summary>A delegate as a tool. Parameters that are services, the context, the call or the token are bound by us; only the others are in the schema.</summary>
[RequiresUnreferencedCode("Binds a delegate's parameters by reflection.")]
[RequiresDynamicCode("Binds a delegate's parameters by reflection.")]
internal sealed class DelegateTool
{
    private static readonly JsonSerializerOptions Json = MakeOptions();

    private readonly MethodInvoker _invoker;
    private readonly object? _target;
    private readonly Func<ToolInvocation, CancellationToken, object?>[] _arguments;
    private readonly Func<object?, ValueTask<ContextValue>> _output;

    internal DelegateTool(Delegate handler, IServiceProviderIsService isService)
    {
        (_invoker, _target) = (MethodInvoker.Create(handler.Method), handler.Target);
        var parameters = handler.Method.GetParameters();

        // A delegate that the compiler closed over an object has that object as the first parameter of no signature that we see.
        _arguments = Array.ConvertAll(parameters, parameter => Binding(parameter, isService));
        UsesToken = Array.Exists(parameters, parameter => parameter.ParameterType == typeof(CancellationToken) || parameter.ParameterType == typeof(ToolInvocation));
        Schema = MakeSchema(parameters.Where(parameter => IsArgument(parameter, isService)));
        _output = ToolOutputReader.For(handler.Method.ReturnType, Json);
    }

    internal bool UsesToken { get; }

    internal ContextValue Schema { get; }

    internal ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken)
    {
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](invocation, cancellationToken);
        }

        try
        {
            return _output(_invoker.Invoke(_target, arguments.AsSpan()));
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            return ValueTask.FromException<ContextValue>(e.InnerException);
        }
    }

    private static bool IsArgument(ParameterInfo parameter, IServiceProviderIsService isService)
    {
        var type = parameter.ParameterType;
        return type != typeof(CancellationToken) && type != typeof(ToolInvocation) && type != typeof(UserExecutionContext) && type != typeof(IServiceProvider) && !isService.IsService(type);
    }

    private static Func<ToolInvocation, CancellationToken, object?> Binding(ParameterInfo parameter, IServiceProviderIsService isService)
    {
        var type = parameter.ParameterType;
        if (type == typeof(CancellationToken))
        {
            return static (_, token) => token;
        }

        if (type == typeof(ToolInvocation))
        {
            return static (invocation, _) => invocation;
        }

        if (type == typeof(UserExecutionContext))
        {
            return static (invocation, _) => invocation.UserContext;
        }

        if (type == typeof(IServiceProvider))
        {
            return static (invocation, _) => invocation.Services;
        }

        if (isService.IsService(type))
        {
            return (invocation, _) => invocation.Services.GetRequiredService(type);
        }

        var name = parameter.Name ?? throw new FormatException("Every parameter of a tool needs a name.");
        var absent = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        return (invocation, _) => invocation.Arguments.TryGetValue(name, out var value) ? Read(value, type, name) : absent;
    }

    private static object? Read(ContextValue value, Type type, string name)
    {
        if (type == typeof(ContextValue))
        {
            return value;
        }

        if (type == typeof(string) && value.Kind == ContextValueKind.String)
        {
            return value.AsString();
        }

        try
        {
            return JsonSerializer.Deserialize(value.ToUtf8Json(), type, Json);
        }
        catch (JsonException e)
        {
            throw new ToolException(AgentErrorCodes.InvalidArguments, $"The argument '{name}' can't be read as {type.Name}: {e.Message}");
        }
    }

    private static ContextValue MakeSchema(IEnumerable<ParameterInfo> parameters)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var nullability = new NullabilityInfoContext();
        foreach (var parameter in parameters)
        {
            var schema = Json.GetJsonSchemaAsNode(parameter.ParameterType, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
            if (schema is JsonObject described)
            {
                Describe(described, parameter, nullability);
            }

            Move(schema, $"#/properties/{parameter.Name}");
            properties[parameter.Name!] = schema;
            if (!parameter.HasDefaultValue)
            {
                required.Add(parameter.Name!);
            }
        }

        return ContextValue.FromJson(new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false }.ToJsonString());
    }

    /// <summary>A type that has itself within it refers to places of its own schema, which is a part of ours.</summary>
    private static void Move(JsonNode? schema, string to)
    {
        if (schema is JsonArray items)
        {
            foreach (var item in items)
            {
                Move(item, to);
            }
        }
        else if (schema is JsonObject members)
        {
            foreach (var (name, member) in members.ToList())
            {
                if (name == "$ref" && member is JsonValue reference)
                {
                    members[name] = to + reference.GetValue<string>()[1..];
                }
                else
                {
                    Move(member, to);
                }
            }
        }
    }

    /// <summary>Adds what stands at the parameter and not at its type: its description, and that a reference may be null.</summary>
    private static void Describe(JsonObject schema, ParameterInfo parameter, NullabilityInfoContext nullability)
    {
        if (!parameter.ParameterType.IsValueType && schema["type"] is JsonValue type && nullability.Create(parameter).WriteState == NullabilityState.Nullable)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        }

        if (parameter.GetCustomAttribute<DescriptionAttribute>() is { } description)
        {
            schema["description"] = description.Description;
        }
    }

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,

            // A number says nothing to a model, and one that stands for no value of the type would be let through.
            Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        };
        options.MakeReadOnly();
        return options;
    }
}
