using System.Reflection;

namespace Netra.Agents.Tests.Conventions;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(FindRoot());

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Every hand-written file of the core.</summary>
    public static IReadOnlyList<SourceFile> Core { get; } = Sources(PathOf("src", "Netra.Agents"));

    private static List<SourceFile> Sources(string project) =>
        [.. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(project, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => file.Folder is not ("bin" or "obj"))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    // Written into the test assembly by its project: the output folder may lie outside the tree.
    private static string FindRoot() =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "RepositoryRoot").Value!;
}
