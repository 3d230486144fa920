namespace Netra.Agents.Workflows;

/// <summary>An agent answers, or names the agent that goes on: one that it is allowed to name.</summary>
internal sealed class HandOffStep(string name, StepPolicy policy, string first, IReadOnlyDictionary<string, IReadOnlyList<string>> allowed, int maxHandOffs, WorkflowValue? input) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.HandOff;

    internal override string Target => $"{first}/{string.Join(";", allowed.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}>{string.Join(",", pair.Value)}"))}";

    internal string First => first;

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed => allowed;

    internal override IEnumerable<(StepKind Kind, string Name)> Uses => Agents().Select(agent => (StepKind.Agent, agent));

    internal override IEnumerable<WorkflowValue> Reads => input is null ? [] : [input];

    internal override IEnumerable<string> Faults
    {
        get
        {
            if (maxHandOffs is < 1 or > 1_000)
            {
                yield return $"it must allow 1 to 1,000 hand-offs, not {maxHandOffs}";
            }

            var reached = new HashSet<string>(StringComparer.Ordinal) { first };
            var open = new Queue<string>(reached);
            while (open.TryDequeue(out var agent))
            {
                foreach (var next in allowed.GetValueOrDefault(agent) ?? [])
                {
                    if (reached.Add(next))
                    {
                        open.Enqueue(next);
                    }
                }
            }

            foreach (var agent in Agents().Where(agent => !reached.Contains(agent)))
            {
                yield return $"agent '{agent}' can't be reached: nobody that is reached hands over to it";
            }
        }
    }

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var (agent, asked) = (first, input is null ? current : input.Evaluate(frame, current));
        for (var turn = 0; turn <= maxHandOffs; turn++)
        {
            // Each agent's turn is a checkpoint: what it gave, and to whom it handed over.
            var path = $"{frame.PathOf(this)}[{turn}]";
            if (!attempt.Checkpoints.TryGetPart(path, out var part))
            {
                var result = await attempt.CallAsync(agent, asked, null, cancellationToken);
                var outcome = attempt.OutcomeOf(result);
                if (!outcome.Succeeded)
                {
                    return outcome;
                }

                part = ContextValue.List(result.Output!.HandOffTo, outcome.Output);
                await attempt.Checkpoints.SavePartAsync(path, part);
            }

            if (part[0].IsNull)
            {
                return StepOutcome.Completed(part[1]);
            }

            var next = part[0].AsString();
            if (!(allowed.GetValueOrDefault(agent) ?? []).Contains(next, StringComparer.Ordinal))
            {
                return StepOutcome.Failed(AgentErrorCodes.AgentNotAllowed, $"Agent '{agent}' handed over to '{Contexts.IdText.Shown(next)}', which step '{Name}' doesn't allow it.");
            }

            (agent, asked) = (next, part[1]);
        }

        return StepOutcome.Failed(AgentErrorCodes.BoundReached, $"Step '{Name}' was not done after {maxHandOffs} hand-offs.");
    }

    private IEnumerable<string> Agents() => allowed.Values.SelectMany(names => names).Concat(allowed.Keys).Prepend(first).Distinct(StringComparer.Ordinal);
}
