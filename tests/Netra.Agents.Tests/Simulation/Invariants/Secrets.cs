namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Texts that show whose they are wherever they turn up.</summary>
internal static class Secrets
{
    private const char Mark = '^';

    /// <summary>A secret of nobody in any world: what stands in an exception that a host alone may see.</summary>
    internal const string Anybodys = "^x^";

    internal static string Of(int owner, int run) => $"{Mark}{owner}{Mark}{run}";

    /// <summary>The owner of a secret in the text that belongs to somebody else than <paramref name="owner"/>; -1 when there is none.</summary>
    internal static int Foreign(string? text, int owner)
    {
        for (var at = text?.IndexOf(Mark, StringComparison.Ordinal) ?? -1; at >= 0 && at + 2 < text!.Length; at = text.IndexOf(Mark, at + 3))
            if (text[at + 1] - '0' is var whose && whose != owner)
                return whose;
        return -1;
    }

    internal static int Foreign(ContextValue value, int owner)
    {
        switch (value.Kind)
        {
            case ContextValueKind.String:
                return Foreign(value.AsString(), owner);
            case ContextValueKind.List:
                foreach (var item in value.Items)
                    if (Foreign(item, owner) is >= 0 and var whose)
                        return whose;
                return -1;
            case ContextValueKind.Map:
                foreach (var (name, item) in value.Entries)
                    if (Math.Max(Foreign(name, owner), Foreign(item, owner)) is >= 0 and var whose)
                        return whose;
                return -1;
            default:
                return -1;
        }
    }
}
