namespace Netra.Agents.Tests.Simulation.Invariants;

/// <summary>Gapless from where the reader began; what is missing is told by a gap marker.</summary>
internal static class SequenceInvariants
{
    internal static void Check(SeenRun seen, List<string> found)
    {
        var last = seen.After;
        AgentEvent? before = null;
        foreach (var item in seen.Events)
        {
            if (item.FirstSequence <= last)
                found.Add($"{seen.Name}: {item} covers {item.FirstSequence} to {item.Sequence} after {last}: seen twice, or out of order");
            else if (item.FirstSequence > last + 1 && !seen.MayMiss)
                found.Add($"{seen.Name}: {item} begins at {item.FirstSequence} after {last}: {item.FirstSequence - last - 1} missing");
            if (item.FirstSequence > item.Sequence)
                found.Add($"{seen.Name}: {item} covers {item.FirstSequence} to {item.Sequence}");
            if (before is { EndsRun: true })
                found.Add($"{seen.Name}: {item} comes after the run's end");
            if (before is not null && item.Timestamp < before.Timestamp && item is not EventGap && before is not EventGap)
                found.Add($"{seen.Name}: {item} is earlier than the event before it");
            (last, before) = (item.Sequence, item);
        }

        if (seen.IsComplete && !seen.MayMiss && before is { EndsRun: false })
            found.Add($"{seen.Name}: the stream ended with {before}, which does not end the run");
    }
}
