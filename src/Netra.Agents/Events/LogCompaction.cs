using System.Text;

namespace Netra.Agents.Events;

/// <summary>Pure functions over a run's events in order: find, merge, drop.</summary>
internal static class LogCompaction
{
    internal static int TextLengthOf(AgentEvent item) => item switch
    {
        AgentText text => text.Text.Length,
        AgentThinking thinking => thinking.Text.Length,
        AgentProgress progress => progress.Message?.Length ?? 0,
        _ => 0,
    };

    /// <summary>The first event that covers a sequence greater than <paramref name="after"/>; there must be one.</summary>
    internal static int IndexAfter(ReadOnlySpan<AgentEvent> events, long after)
    {
        var (low, high) = (0, events.Length - 1);
        var guess = after - events[0].FirstSequence + 1;
        if (guess >= 0 && guess <= high && events[(int)guess].Sequence > after && (guess == 0 || events[(int)guess - 1].Sequence <= after))
        {
            return (int)guess;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = events[middle].Sequence > after ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>What of a text a reader that has seen up to <paramref name="after"/> hasn't.</summary>
    internal static AgentText Tail(AgentText text, long after)
    {
        if (text.Merged is not { Ends: { } ends } span || span.First > after)
        {
            return text;
        }

        var seen = (int)(after - span.First) + 1;
        var cut = ends[seen - 1];
        return Stamped(text.Text[cut..], new TextSpan(after + 1, Array.ConvertAll(ends[seen..], end => end - cut)), text);
    }

    /// <summary>Joins a text with those that follow it directly, for one delivery.</summary>
    internal static AgentText MergeForReader(AgentText first, ReadOnlySpan<AgentEvent> following, out int merged)
    {
        merged = 0;
        var length = first.Text.Length;
        AgentText last = first;
        foreach (var item in following)
        {
            if (item is not AgentText text || !Adjoin(last, text) || length + text.Text.Length > EventLogLimits.MergedTextLength)
            {
                break;
            }

            length += text.Text.Length;
            last = text;
            merged++;
        }

        return merged == 0 ? first : Join(first, following[..merged]);
    }

    /// <summary>Joins adjacent texts in place and returns how many events are left.</summary>
    internal static int MergeAdjacentText(Span<AgentEvent> events)
    {
        var kept = 0;
        for (var i = 0; i < events.Length; i++)
        {
            var item = events[i];
            if (item is AgentText text)
            {
                item = MergeForReader(text, events[(i + 1)..], out var merged);
                i += merged;
            }

            events[kept++] = item;
        }

        return kept;
    }

    /// <summary>Takes away the oldest passing events until a half of each limit is free, and returns how many events are left. The newest stays, however long: it marks how far the run is.</summary>
    internal static int DropOldestPassing(Span<AgentEvent> events, EventLogLimits limits, ref int passing, ref int textLength, out long dropped)
    {
        var kept = 0;
        dropped = 0;
        var newest = events[^1];
        foreach (var item in events)
        {
            if (item.IsPassing && !ReferenceEquals(item, newest) && (passing > limits.PassingEvents / 2 || textLength > limits.TextLength / 2))
            {
                passing--;
                textLength -= TextLengthOf(item);
                dropped += item.Sequence - item.FirstSequence + 1;
                continue;
            }

            events[kept++] = item;
        }

        return kept;
    }

    private static bool Adjoin(AgentText first, AgentText second) =>
        ReferenceEquals(first.Claim, second.Claim) && first.Sequence + 1 == second.FirstSequence;

    private static AgentText Join(AgentText first, ReadOnlySpan<AgentEvent> following)
    {
        var joined = new StringBuilder();
        var ends = new List<int>();
        Add(first);
        foreach (var item in following)
        {
            Add((AgentText)item);
        }

        return Stamped(joined.ToString(), new TextSpan(first.FirstSequence, [.. ends]), following[^1]);

        void Add(AgentText text)
        {
            var start = joined.Length;
            joined.Append(text.Text);
            if (text.Merged?.Ends is { } inner)
            {
                ends.AddRange(inner.Select(end => start + end));
            }
            else
            {
                ends.Add(joined.Length);
            }
        }
    }

    /// <summary>The place and the time of the last piece: a reader that has the first pieces already never goes back in time.</summary>
    private static AgentText Stamped(string text, TextSpan span, AgentEvent last)
    {
        var made = new AgentText(last.Claim, text, span);
        made.Stamp(last.Sequence, last.Timestamp.UtcTicks);
        return made;
    }
}
