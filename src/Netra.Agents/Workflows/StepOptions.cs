using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>What can be said of any step of a workflow, beside what it does.</summary>
/// <typeparam name="TSelf">The builder itself, so that calls chain.</typeparam>
public abstract class StepOptions<TSelf>
    where TSelf : StepOptions<TSelf>
{
    private protected StepOptions() { }

    internal StepPolicy Policy { get; private protected set; } = new();

    /// <summary>Leaves the step out unless this is true. What the step before gave passes by.</summary>
    public TSelf When(Func<WorkflowData, WorkflowValue> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return With(Policy with { Condition = condition(new WorkflowData()) });
    }

    /// <summary>When the step fails, goes on with the next. The failure stays visible: see <see cref="WorkflowData.Failures"/>.</summary>
    public TSelf ContinueOnFailure() => With(Policy with { OnFailure = FailureAction.Continue, GoTo = null });

    /// <summary>When the step fails, goes on with a later step of the same sequence; those between are left out.</summary>
    public TSelf GoToOnFailure(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return With(Policy with { OnFailure = FailureAction.GoTo, GoTo = step });
    }

    /// <summary>Runs the step also when an earlier one of its sequence has failed or was jumped from. Not when the run itself was stopped: then nothing runs.</summary>
    public TSelf AlwaysRun() => With(Policy with { AlwaysRun = true });

    /// <summary>How long the step may take, each try by itself; on a wait, how long it may be answered. Past it the step has failed.</summary>
    public TSelf WithTimeout(TimeSpan timeout) => With(Policy with { Timeout = timeout });

    /// <summary>What undoes the step, should the workflow fail after it: the undos of all steps that were done run in reverse order. It is given the step's output.</summary>
    public TSelf Undo(Action<WorkflowBuilder> undo)
    {
        ArgumentNullException.ThrowIfNull(undo);
        return With(Policy with { Undo = WorkflowBuilder.Inner(undo) });
    }

    private protected TSelf With(StepPolicy policy)
    {
        Policy = policy;
        return (TSelf)this;
    }
}
