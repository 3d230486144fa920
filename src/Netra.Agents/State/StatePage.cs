namespace Netra.Agents;

/// <summary>A part of a scope, sorted by ordinal of the names.</summary>
/// <param name="Items">What is there.</param>
/// <param name="HasMore">True when there is more after the last.</param>
public sealed record StatePage(IReadOnlyList<StateItem> Items, bool HasMore)
{
    /// <summary>The most that one page holds.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Where the next page begins: after this name; null when there is none.</summary>
    public string? Next => HasMore ? Items[^1].Name : null;

    /// <summary>The names.</summary>
    public IEnumerable<string> Names => Items.Select(static item => item.Name);

    internal static StatePage Empty => new([], false);
}
