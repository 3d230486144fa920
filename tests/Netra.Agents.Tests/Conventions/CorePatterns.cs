using System.Text.RegularExpressions;

namespace Netra.Agents.Tests.Conventions;

/// <summary>Words that the core's source never holds. Where a symbol says it better, BannedSymbols.txt does.</summary>
internal static class CorePatterns
{
    private static readonly (string Pattern, string Reason)[] Forbidden =
    [
        (@"\bAsyncLocal\b", "there is no ambient user"),
        (@"\bThreadLocal\b|\bThreadStatic(Attribute)?\b|\bCallContext\b", "state that follows a thread follows it to the next user"),
        (@"\bConfigureAwait\b", "the core stays on the scheduler that it is given"),
        (@"\basync\s+void\b", "its failure ends the process and nobody can await it"),
        (@"\bThread\s*\.\s*Sleep\b", "nothing blocks a thread"),
        (@"\.\s*GetAwaiter\s*\(\s*\)\s*\.\s*GetResult\b|\.\s*Wait\s*\(|\bTask\s*\.\s*Wait(All|Any)\b", "nothing blocks on a task"),
        (@"\bNotImplementedException\b", "nothing is left unfinished"),
    ];

    private static readonly (string Pattern, string Reason)[] ForbiddenInComments =
    [
        (@"\b(TODO|FIXME|HACK|XXX)\b", "nothing is left unfinished"),
    ];

    /// <summary>Files that may hold one of the words, each with the reason.</summary>
    private static readonly Dictionary<(string Path, string Word), string> Excused = new()
    {
        [("Contexts/RandomBuffer.cs", "ThreadStatic")] = "A buffer of random bytes, wiped as they are handed out: no user's data.",
    };

    public static IEnumerable<(string Path, string Word)> UnusedExcuses(IEnumerable<SourceFile> files) =>
        Excused.Keys.Except(files.SelectMany(Words).Select(found => (found.Path, found.Word)));

    public static IEnumerable<string> FaultsOf(SourceFile file) =>
        from found in Words(file)
        where !Excused.ContainsKey((found.Path, found.Word))
        select $"{found.Path}({found.Line}): {found.Word}: {found.Reason}";

    private static IEnumerable<(string Path, int Line, string Word, string Reason)> Words(SourceFile file) =>
        In(file, file.Code, Forbidden).Concat(In(file, file.Text, ForbiddenInComments));

    private static IEnumerable<(string Path, int Line, string Word, string Reason)> In(
        SourceFile file, string text, (string Pattern, string Reason)[] forbidden) =>
        from rule in forbidden
        from match in Regex.Matches(text, rule.Pattern)
        select (file.Path, file.LineAt(match.Index), match.Value, rule.Reason);
}
