using Netra.Agents.Contexts;

namespace Netra.Agents.Tools;

/// <summary>A schema that refers to itself for the same value can't be decided. For a part of the value it can: every value has an end.</summary>
internal static class SchemaCycles
{
    /// <exception cref="FormatException">There is such a cycle.</exception>
    internal static void Refuse(IEnumerable<(string Pointer, ToolSchema Target)> references)
    {
        foreach (var (pointer, target) in references)
        {
            if (Reaches(target, target, []))
            {
                throw new FormatException($"'{IdText.Shown(pointer)}' refers to itself without going into a member or an item.");
            }
        }
    }

    private static bool Reaches(ToolSchema from, ToolSchema target, HashSet<ToolSchema> seen) =>
        from.Forms is { } forms && forms.InPlace.Any(next => ReferenceEquals(next, target) || (seen.Add(next) && Reaches(next, target, seen)));
}
