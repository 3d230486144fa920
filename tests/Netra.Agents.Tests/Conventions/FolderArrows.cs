namespace Netra.Agents.Tests.Conventions;

/// <summary>Which folder of the core may know which. Arrows point down; folders of one row never see each other.</summary>
internal static class FolderArrows
{
    private const string SeenByAll = "Diagnostics";

    private static readonly string[][] Rows =
    [
        ["Contexts", "Fencing"],
        ["State", "Audit", "Events", "Journal"],
        ["Tools"],
        ["Execution"],
        ["Scheduling"],
        ["Workflows"],
        ["Connections"],
        ["DependencyInjection"],
    ];

    public static IEnumerable<string> Folders => Rows.SelectMany(row => row).Append(SeenByAll);

    public static bool Knows(string folder) => Folders.Contains(folder, StringComparer.Ordinal);

    public static bool Allows(string from, string to) =>
        from == to || to == SeenByAll || (from == SeenByAll ? RowOf(to) == 0 : RowOf(to) < RowOf(from));

    private static int RowOf(string folder)
    {
        var row = Array.FindIndex(Rows, names => names.Contains(folder, StringComparer.Ordinal));
        return row >= 0 ? row : throw new ArgumentException($"The design has no folder '{folder}'.", nameof(folder));
    }
}
