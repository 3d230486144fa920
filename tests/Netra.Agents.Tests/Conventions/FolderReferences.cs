using System.Text.RegularExpressions;

namespace Netra.Agents.Tests.Conventions;

/// <summary>
/// The types of other folders that a file names. Public types share one namespace, so a using tells little; but each type has its
/// own file, so a name tells the folder.
/// </summary>
internal static partial class FolderReferences
{
    public static IEnumerable<string> Forbidden(IReadOnlyList<SourceFile> files)
    {
        var homes = files.GroupBy(file => file.TypeName).ToDictionary(found => found.Key, found => found.First().Folder);
        return files.SelectMany(file => Forbidden(file, homes).Distinct());
    }

    private static IEnumerable<string> Forbidden(SourceFile file, Dictionary<string, string> homes) =>
        from reference in Names(file, homes).Concat(Namespaces(file))
        where !FolderArrows.Allows(file.Folder, reference.Folder)
        select $"{file.Path}: {file.Folder} must not know {reference.Folder}, and names {reference.Text}";

    private static IEnumerable<(string Text, string Folder)> Names(SourceFile file, Dictionary<string, string> homes) =>
        from word in Word().Matches(file.Code)
        where homes.ContainsKey(word.Value)
        select (word.Value, homes[word.Value]);

    private static IEnumerable<(string Text, string Folder)> Namespaces(SourceFile file) =>
        from name in Namespace().Matches(file.Code)
        let folder = name.Groups["folder"].Value
        where FolderArrows.Knows(folder)
        select (name.Value, folder);

    // After a dot stands a member ("request.ToolCall"), unless what is before it is a namespace ("Netra.Agents.ToolCall"); after void, a method.
    [GeneratedRegex(@"(?<!\w|\.\s*|\bvoid\s+)[A-Za-z_]\w*|(?<=\bNetra\.Agents\.(?:\w+\.)?)\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bNetra\.Agents\.(?<folder>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();
}
