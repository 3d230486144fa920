using Netra.Agents.Benchmarks;

namespace Netra.Agents.Comparison;

/// <summary>One scenario: the same work by hand, by us and by others.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Floor">By hand; null where there is nothing to compare.</param>
/// <param name="Ours">By this library.</param>
/// <param name="Framework">By the rival; null where it has no such thing.</param>
/// <param name="Others">By others, for reference.</param>
/// <param name="Goal">The most that ours may take of what the framework takes; null where that is not the goal.</param>
/// <param name="Rival">Whose the framework is.</param>
internal sealed record Row(string Name, Lane? Floor, Lane Ours, Lane? Framework, IReadOnlyList<Lane> Others, double? Goal, string Rival = "Microsoft Agent Framework")
{
    internal IEnumerable<Lane> Lanes => new[] { Floor, Ours, Framework }.OfType<Lane>().Concat(Others);
}
