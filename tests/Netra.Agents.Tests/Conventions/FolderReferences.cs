using System.Text.RegularExpressions;

namespace Netra.Agents.Tests.Conventions;

/// <summary>The types of other folders that a file names.</summary>
internal static partial class FolderReferences
{
    /// <summary>What each file names that its folder must not know.</summary>
    public static IEnumerable<string> Forbidden(IReadOnlyList<SourceFile> files)
    {
        var homes = files.GroupBy(file => file.TypeName).ToDictionary(found => found.Key, found => found.First().Folder);
        foreach (var file in files)
        {
            foreach (var (name, folder, index) in In(file, homes).DistinctBy(reference => reference.Name))
            {
                if (!FolderArrows.Allows(file.Folder, folder))
                {
                    yield return $"{file.Path}({file.LineAt(index)}): {file.Folder} must not know {folder}, and names {name}";
                }
            }
        }
    }

    private static IEnumerable<(string Name, string Folder, int Index)> In(SourceFile file, Dictionary<string, string> homes)
    {
        foreach (Match match in Namespace().Matches(file.Code))
        {
            if (FolderArrows.Knows(match.Groups["folder"].Value))
            {
                yield return (match.Value, match.Groups["folder"].Value, match.Index);
            }
        }

        var words = Word().Matches(file.Code);
        var members = words.Where(word => IsNameOfMember(file.Code, word)).Select(word => word.Value).ToHashSet();
        foreach (var word in words.Where(word => homes.ContainsKey(word.Value) && word.Value != file.TypeName))
        {
            if (!IsMemberAccess(file.Code, word) && !IsNameOfMember(file.Code, word) && !IsUseOfMember(file.Code, word, members))
            {
                yield return (word.Value, homes[word.Value], word.Index);
            }
        }
    }

    // "value.Owner" names a member; "Contexts.Owner" and "Netra.Agents.Owner" name the type.
    private static bool IsMemberAccess(string code, Match word)
    {
        var before = code.AsSpan(0, word.Index).TrimEnd();
        if (!before.EndsWith('.'))
        {
            return false;
        }

        var qualifier = Word().Matches(before[..^1].ToString()).LastOrDefault()?.Value ?? "";
        return qualifier != "Agents" && !FolderArrows.Knows(qualifier);
    }

    // In "AgentError Error" and "List<int>? Error" the second word is the member's own name.
    private static bool IsNameOfMember(string code, Match word)
    {
        var before = code.AsSpan(0, word.Index).TrimEnd();
        return before.Length > 0 && word.Index > before.Length
            && (before[^1] is '>' or '?' or ']' || (Word().Matches(LastLine(before)).LastOrDefault() is { } previous
                && previous.Index + previous.Length == LastLine(before).Length && !Keywords.Contains(previous.Value)))
            && DeclarationEnd().IsMatch(code[(word.Index + word.Length)..]);
    }

    private static bool IsUseOfMember(string code, Match word, HashSet<string> members) =>
        members.Contains(word.Value) && MemberUse().IsMatch(code[(word.Index + word.Length)..]);

    private static string LastLine(ReadOnlySpan<char> text) => text[(text.LastIndexOf('\n') + 1)..].ToString();

    private static readonly HashSet<string> Keywords =
    [
        "public", "private", "protected", "internal", "static", "readonly", "required", "override", "virtual", "abstract", "sealed",
        "async", "new", "return", "await", "throw", "is", "as", "not", "and", "or", "in", "out", "ref", "case", "when", "params",
        "using", "where", "this", "event", "implicit", "explicit", "operator", "partial", "const", "scoped", "else", "default", "yield",
    ];

    [GeneratedRegex(@"(?<![\w.])[A-Za-z_]\w*|(?<=\.)[A-Za-z_]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bNetra\.Agents\.(?<folder>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^\s*(\{|=|;|,|\)|\(|<)")]
    private static partial Regex DeclarationEnd();

    [GeneratedRegex(@"^\s*[^\s\w<]|^\s+(is|as|switch|with)\b")]
    private static partial Regex MemberUse();
}
