using static Netra.Agents.Tests.Workflows.GeneratedWorkflow;

namespace Netra.Agents.Tests.Workflows;

/// <summary>What a generated workflow must come to, said as simply as it can be: one thread, no clock, no events.</summary>
internal sealed class ReferenceInterpreter
{
    /// <summary>What ran, and in which order; of worth only while nothing ran side by side.</summary>
    internal List<string> Trace { get; } = [];

    internal List<string> Undo { get; } = [];

    internal bool IsOrdered { get; private set; } = true;

    /// <param name="Codes">Null when it completed or was left out; else the codes that it may have failed with.</param>
    /// <param name="Output">Null when it depends on who was first.</param>
    internal sealed record End(string[]? Codes, string? Output, bool Skipped = false);

    internal End Run(Node[] block, string? current)
    {
        (End? ended, string? target) = (null, null);
        for (var i = 0; i < block.Length; i++)
        {
            target = target == block[i].Name ? null : target;
            if ((ended is not null || target is not null) && !block[i].Rules.Always)
            {
                continue;
            }

            var end = block[i].Rules.When == false ? new End(null, current, Skipped: true) : Run(block[i], current);
            if (end.Codes is null)
            {
                current = end.Skipped ? current : end.Output;
            }
            else if (block[i].Rules.OnFailure == OnFailure.GoTo && ended is null && i + 1 < block.Length)
            {
                target = block[^1].Name;
            }
            else if (block[i].Rules.OnFailure != OnFailure.Continue)
            {
                ended ??= end;
            }
        }

        return ended ?? new End(null, current);
    }

    private End Run(Node node, string? current)
    {
        switch (node)
        {
            case Act act:
                return Do(act);
            case Par par:
                IsOrdered &= par.Branches.Length == 1;
                var ends = Array.ConvertAll(par.Branches, branch => Run(branch, current));
                var (needed, failed) = (par.Needed switch { 0 => ends.Length, -1 => 1, var n => n }, ends.Where(end => end.Codes is not null).ToArray());
                return ends.Length - failed.Length < needed
                    ? new End(needed == ends.Length ? [.. failed.SelectMany(end => end.Codes!)] : [AgentErrorCodes.JoinFailed], null)
                    : new End(null, needed < ends.Length || ends.Any(end => end.Output is null) ? null
                        : par.Needed == -1 ? ends[0].Output : $"{{{string.Join(',', ends.Select((end, i) => $"\"b{i}\":{Json(end.Output!)}"))}}}");
            case Choice choice:
                return choice.Chosen < choice.Cases.Length ? Run(choice.Cases[choice.Chosen], current)
                    : choice.LastIsDefault ? Run(choice.Cases[^1], current) : new End(null, current);
            case Repeat repeat:
                for (var turn = 1; turn <= repeat.MaxTurns; turn++)
                {
                    var end = Run(repeat.Body, current);
                    if (end.Codes is not null || turn == repeat.Turns)
                    {
                        return end;
                    }

                    current = end.Output;
                }

                return new End([AgentErrorCodes.BoundReached], null);
            case Each each:
                IsOrdered &= each.AtOnce == 1 || each.Items < 2;
                var items = new List<string?>();
                for (var i = 0; i < each.Items; i++)
                {
                    var end = Run(each.Body, $"i{i}");
                    if (end.Codes is not null)
                    {
                        return end;
                    }

                    items.Add(end.Output);
                }

                return new End(null, items.Contains(null) ? null : $"[{string.Join(',', items.Select(item => Json(item!)))}]");
            default:
                return Run(((Sub)node).Body, current);
        }
    }

    private End Do(Act act)
    {
        var (works, code) = act.Work switch
        {
            Work.AgentThrows => (false, AgentErrorCodes.AgentFailed),
            Work.ToolFails => (false, AgentErrorCodes.ToolFailed),
            Work.ToolDenied => (false, AgentErrorCodes.Denied),
            Work.FunctionTimesOut => (false, AgentErrorCodes.StepTimedOut),
            _ => (act.Work != Work.FunctionThrows && act.FailsFirst < act.Tries, AgentErrorCodes.StepThrew),
        };
        var tries = works ? act.FailsFirst + 1 : act.Tries;
        Trace.AddRange(Enumerable.Repeat(act.Name, act.Work is Work.ToolDenied or Work.Wait ? 0 : tries));
        if (works && act.Undo)
        {
            Undo.Insert(0, $"undo {act.Name}");
        }

        return works ? new End(null, act.Name) : new End([code], null);
    }

    private static string Json(string output) => output[0] is '{' or '[' ? output : $"\"{output}\"";
}
