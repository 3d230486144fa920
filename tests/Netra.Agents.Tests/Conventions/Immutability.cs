using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Says why a value of a type could change after it was made, or nothing when it can't.</summary>
internal static class Immutability
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(Type), typeof(Version),
        typeof(CompositeFormat), typeof(JsonEncodedText), typeof(StringComparer), typeof(ActivitySource), typeof(Meter), typeof(JsonWriterOptions),
    ];

    private static readonly HashSet<Type> KnownGeneric =
    [
        typeof(FrozenDictionary<,>), typeof(FrozenSet<>), typeof(ImmutableArray<>), typeof(KeyValuePair<,>), typeof(Nullable<>), typeof(SearchValues<>),
    ];

    /// <summary>Types that hold an array or another changeable thing which they neither hand out nor write to, each with the reason.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["Grants"] = "Sorted names, copied in and shown as a read-only list.",
        ["MapNode"] = "Names and values, copied in by ContextValue and shown as read-only spans.",
    };

    public static IEnumerable<string> UnusedExcuses(Assembly assembly) => Excused.Keys.Except(assembly.GetTypes().Select(type => type.Name));

    public static string? WhyNot(Type type) => WhyNot(type, []);

    private static string? WhyNot(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || Known.Contains(type) || !seen.Add(type) || Excused.ContainsKey(type.Name))
        {
            return null;
        }

        if (type.IsGenericType && KnownGeneric.Contains(type.GetGenericTypeDefinition()))
        {
            return type.GetGenericArguments().Select(argument => WhyNot(argument, seen)).FirstOrDefault(fault => fault is not null);
        }

        return type.Assembly == typeof(object).Assembly || type.IsInterface || type.IsArray || type.IsSubclassOf(typeof(Delegate))
            ? $"{type.Name} is not known to be immutable"
            : WhyNotOwn(type, seen);
    }

    private static string? WhyNotOwn(Type type, HashSet<Type> seen)
    {
        if (!IsOurs(type))
        {
            return $"{type.Name} is not known to be immutable";
        }

        var kinds = type.Assembly.GetTypes().Where(other => type.IsAssignableFrom(other));
        return kinds.SelectMany(AllFields).Select(field => WhyNot(field, seen)).FirstOrDefault(fault => fault is not null);
    }

    private static string? WhyNot(FieldInfo field, HashSet<Type> seen) =>
        !field.IsInitOnly ? $"{field.DeclaringType!.Name}.{field.Name} can be set" : WhyNot(field.FieldType, seen);

    private static IEnumerable<FieldInfo> AllFields(Type type)
    {
        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var each = type; each is not null && IsOurs(each); each = each.BaseType)
        {
            foreach (var field in each.GetFields(Own))
            {
                yield return field;
            }
        }
    }

    private static bool IsOurs(Type type) => type.Assembly == typeof(UserExecutionContext).Assembly || type.Assembly == typeof(Immutability).Assembly;
}
