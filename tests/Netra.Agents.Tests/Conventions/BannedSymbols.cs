using System.Reflection;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Reads a line of BannedSymbols.txt as the analyzer does, which passes over what it can't find without a word.</summary>
internal static class BannedSymbols
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies =
    [
        .. new[] { "System.Runtime", "System.Threading", "System.Threading.Channels", "System.Threading.Thread", "System.ComponentModel.TypeConverter" }
            .Select(Assembly.Load),
    ];

    public static bool Exists(string id)
    {
        var (name, parameters) = Split(id[2..]);
        if (id.StartsWith("T:", StringComparison.Ordinal))
        {
            return TypeNamed(name) is not null;
        }

        var dot = name.LastIndexOf('.');
        var member = name[(dot + 1)..].Replace('#', '.');
        return TypeNamed(name[..dot]) is { } type && (id[0] switch
        {
            'P' => type.GetProperty(member, All) is not null,
            'M' => type.GetMember(member, MemberTypes.Method | MemberTypes.Constructor, All).Cast<MethodBase>().Any(method => ParametersOf(method) == parameters),
            _ => false,
        });
    }

    private static (string Name, string Parameters) Split(string id) =>
        id.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? (id[..open], id[(open + 1)..^1]) : (id, "");

    private static string ParametersOf(MethodBase method) =>
        string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName));

    private static Type? TypeNamed(string name) => Assemblies.Select(assembly => assembly.GetType(name)).FirstOrDefault(type => type is not null);
}
