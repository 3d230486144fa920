using System.CodeDom.Compiler;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Finds static fields that could carry something from one user to the next: those that can be set, and those whose value can change.</summary>
internal static class StaticState
{
    /// <summary>Fields that may be what the rule refuses, each with the reason.</summary>
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["RandomBuffer._bytes"] = "A buffer of random bytes, wiped as they are handed out: no user's data.",
        ["RandomBuffer._left"] = "How much is left in that buffer.",
        ["DelegateTool.Json"] = "Options made read-only where they are made; what they cache is the shape of types.",
    };

    public static IEnumerable<string> FaultsOf(Assembly assembly) => assembly.GetTypes().SelectMany(FaultsOf);

    public static IEnumerable<string> UnusedExcuses(Assembly assembly) =>
        Excused.Keys.Except(assembly.GetTypes().SelectMany(Fields).Where(field => Fault(field) is not null).Select(NameOf));

    public static IEnumerable<string> FaultsOf(Type type) =>
        from field in Fields(type)
        where !Excused.ContainsKey(NameOf(field))
        let fault = Fault(field)
        where fault is not null
        select $"{NameOf(field)}: {fault}";

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        IsMadeByTheCompiler(type) || type.IsDefined(typeof(GeneratedCodeAttribute))
            ? []
            : type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !field.IsLiteral && !field.IsDefined(typeof(GeneratedCodeAttribute)));

    private static string? Fault(FieldInfo field) =>
        !field.IsInitOnly ? "it can be set" : Immutability.WhyNot(field.FieldType);

    // Closures without captures and cached method groups live in types that no source file can name.
    private static bool IsMadeByTheCompiler(Type type) => type.Name.StartsWith('<') || (type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsVisible);

    private static string NameOf(FieldInfo field)
    {
        var name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        return $"{field.DeclaringType!.Name.Split('`')[0]}.{name}";
    }
}
