namespace Netra.Agents.Tests.Conventions;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Every hand-written file of the core.</summary>
    public static IReadOnlyList<SourceFile> Core { get; } = Sources(PathOf("src", "Netra.Agents"));

    private static List<SourceFile> Sources(string project) =>
        [.. Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(project, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file => file.Folder is not ("bin" or "obj"))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Netra.Agents.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"Netra.Agents.sln is not above '{AppContext.BaseDirectory}': the convention tests read the source tree, so run them inside it.");
    }
}
