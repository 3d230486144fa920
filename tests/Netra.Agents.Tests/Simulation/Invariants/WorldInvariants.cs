namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>What must be true of every world, whatever happened in it.</summary>
internal static class WorldInvariants
{
    internal static List<string> Violations(WorldTrace trace)
    {
        var found = new List<string>(trace.Problems);
        foreach (var run in trace.Runs)
        {
            foreach (var seen in run.Seen)
            {
                SequenceInvariants.Check(seen, found);
                LifecycleInvariants.Check(seen, found);
                SecretInvariants.Check(seen, trace.Owners, run.RunId, found);
                TextInvariants.Check(run, seen, found);
                TimingInvariants.Check(trace, seen, found);
            }

            ResultInvariants.Check(run, found);
        }

        SecretInvariants.Check(trace, found);
        foreach (var attempt in trace.Attempts)
            if (attempt is { IsForbidden: true, HadEffect: true })
                found.Add($"forbidden, and done: {attempt.What}");
        foreach (var (what, count) in trace.Left)
            if (count != 0)
                found.Add($"left at the end: {count} {what}");
        return found;
    }
}
