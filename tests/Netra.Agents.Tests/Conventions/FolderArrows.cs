namespace Netra.Agents.Tests.Conventions;

/// <summary>Which folder of the core may know which. Arrows point down; folders of one row never see each other.</summary>
internal static class FolderArrows
{
    private const string SeenByAll = "Diagnostics";

    private static readonly string[][] Rows =
    [
        ["Contexts", "Fencing"],
        ["State", "Audit", "Events", "Journal", "Scheduling"],
        ["Tools"],
        ["Execution"],
        ["Workflows"],
        ["Connections"],
        ["DependencyInjection"],
    ];

    /// <summary>Arrows inside a row, each with its reason.</summary>
    private static readonly Dictionary<(string From, string To), string> Excused = new()
    {
        [("Fencing", "Contexts")] = "A claim names its owner and its execution; the other way stays closed.",
    };

    public static bool Knows(string folder) => folder == SeenByAll || Array.Exists(Rows, row => row.Contains(folder, StringComparer.Ordinal));

    public static bool Allows(string from, string to) =>
        from == to || to == SeenByAll || Excused.ContainsKey((from, to)) || (from == SeenByAll ? RowOf(to) == 0 : RowOf(to) < RowOf(from));

    private static int RowOf(string folder) => Array.FindIndex(Rows, row => row.Contains(folder, StringComparer.Ordinal));
}
