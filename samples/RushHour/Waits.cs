using System.Collections.Concurrent;
using Netra.Agents;

namespace RushHour;

/// <summary>How long runs waited before their agent was at work.</summary>
internal sealed class Waits(TimeProvider clock)
{
    private readonly ConcurrentDictionary<RunId, long> _asked = new();
    private readonly ConcurrentBag<(string User, TimeSpan Waited)> _waited = [];

    internal void Asked(RunId runId) => _asked[runId] = clock.GetTimestamp();

    internal void Began(UserExecutionContext context) => _waited.Add((context.UserId.Value, clock.GetElapsedTime(_asked[context.RunId])));

    internal TimeSpan MedianOf(string user)
    {
        var sorted = _waited.Where(wait => wait.User == user).Select(wait => wait.Waited).Order().ToArray();
        return sorted.Length == 0 ? TimeSpan.Zero : sorted[sorted.Length / 2];
    }

    internal TimeSpan LongestOf(string user) => _waited.Where(wait => wait.User == user).Select(wait => wait.Waited).DefaultIfEmpty().Max();
}
