using System.Text.RegularExpressions;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Which types a file declares outside any braces: under a file-scoped namespace, those that are not nested.</summary>
internal static partial class SourceTypes
{
    public static IReadOnlyList<string> DeclaredIn(SourceFile file) =>
        [.. Declaration().Matches(Outermost(file.Code)).Select(match => match.Groups["name"].Value)];

    private static string Outermost(string code)
    {
        var depth = 0;
        return string.Concat(code.Select(character =>
        {
            depth -= character == '}' ? 1 : 0;
            var shown = depth == 0 ? character : ' ';
            depth += character == '{' ? 1 : 0;
            return shown;
        }));
    }

    // The look-behind leaves out the words class and struct of a constraint.
    [GeneratedRegex(@"(?<![:,]\s*)\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>\w+)|\bdelegate\s+[^;(]*?(?<name>\w+)\s*(?:<[^>(]*>)?\s*\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
