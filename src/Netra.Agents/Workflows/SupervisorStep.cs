namespace Netra.Agents.Workflows;

/// <summary>An agent plans, others do, and it plans again with what they gave, until it says that all is done.</summary>
internal sealed class SupervisorStep(string name, StepPolicy policy, string supervisor, IReadOnlyList<string> workers, int maxRounds, WorkflowValue? input) : StepNode(name, policy)
{
    internal override StepKind Kind => StepKind.Supervisor;

    internal override string Target => $"{supervisor}/{string.Join(",", workers)}";

    internal IReadOnlyList<string> Workers => workers;

    internal string Agent => supervisor;

    internal override IEnumerable<(StepKind Kind, string Name)> Uses => workers.Prepend(supervisor).Distinct(StringComparer.Ordinal).Select(agent => (StepKind.Agent, agent));

    internal override IEnumerable<WorkflowValue> Reads => input is null ? [] : [input];

    internal override IEnumerable<string> Faults
    {
        get
        {
            if (maxRounds is < 1 or > 1_000)
            {
                yield return $"it must plan in 1 to 1,000 rounds, not {maxRounds}";
            }

            if (workers.Count == 0)
            {
                yield return "it names no agent that may be planned for";
            }
        }
    }

    internal override async ValueTask<StepOutcome> ExecuteAsync(WorkflowAttempt attempt, Frame frame, ContextValue current, int tryNumber, CancellationToken cancellationToken)
    {
        var goal = input is null ? current : input.Evaluate(frame, current);
        var results = new List<ContextValue>();
        for (var round = 0; round < maxRounds; round++)
        {
            var asked = ContextValue.Map(("goal", goal), ("round", round), ("results", ContextValue.List([.. results])));
            var planned = await TurnAsync(attempt, $"{frame.PathOf(this)}[{round}]", supervisor, asked, cancellationToken);
            if (!planned.Succeeded)
            {
                return planned;
            }

            if (WorkflowPlan.TryRead(planned.Output, out var plan) is { } fault)
            {
                return StepOutcome.Failed(AgentErrorCodes.InvalidPlan, $"Agent '{supervisor}' gave no plan: {fault}.");
            }

            if (plan.Steps.Count == 0)
            {
                return StepOutcome.Completed(plan.Output);
            }

            for (var i = 0; i < plan.Steps.Count; i++)
            {
                var (worker, task) = plan.Steps[i];
                if (!workers.Contains(worker, StringComparer.Ordinal))
                {
                    return StepOutcome.Failed(AgentErrorCodes.AgentNotAllowed, $"Agent '{supervisor}' planned for '{Contexts.IdText.Shown(worker)}', which step '{Name}' doesn't allow.");
                }

                var done = await TurnAsync(attempt, $"{frame.PathOf(this)}[{round}.{i}]", worker, task, cancellationToken);
                if (done.Status == StepStatus.Cancelled)
                {
                    return done;
                }

                // A failure is for the supervisor to see and to plan around.
                results.Add(done.Error is { } error
                    ? ContextValue.Map(("agent", worker), ("code", error.Code), ("message", error.Message))
                    : ContextValue.Map(("agent", worker), ("output", done.Output)));
            }
        }

        return StepOutcome.Failed(AgentErrorCodes.BoundReached, $"Step '{Name}' was not done after {maxRounds} rounds.");
    }

    /// <summary>Each turn of an agent is a checkpoint: its output, or why it failed.</summary>
    private static async ValueTask<StepOutcome> TurnAsync(WorkflowAttempt attempt, string path, string agent, ContextValue asked, CancellationToken cancellationToken)
    {
        if (attempt.Checkpoints.TryGetPart(path, out var part))
        {
            return part.Count == 1 ? StepOutcome.Completed(part[0]) : StepOutcome.Failed(part[0].AsString(), part[1].AsString());
        }

        var outcome = attempt.OutcomeOf(await attempt.CallAsync(agent, asked, null, cancellationToken));
        if (outcome.Status != StepStatus.Cancelled)
        {
            await attempt.Checkpoints.SavePartAsync(
                path, outcome.Error is { } error ? ContextValue.List(error.Code, error.Message) : ContextValue.List(outcome.Output));
        }

        return outcome;
    }
}
