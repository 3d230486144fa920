using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <content>The steps that are made of others.</content>
public sealed partial class WorkflowBuilder
{
    /// <summary>Runs branches side by side. They share nothing: each reads what was there before, and writes its own outputs.</summary>
    public WorkflowBuilder Parallel(string name, Action<ParallelBuilder> branches)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(branches);
        var step = Configured(new ParallelBuilder(), branches);
        return Add(new ParallelStep(name, step.Policy, step.Branches, step.JoinRule));
    }

    /// <summary>Runs the one branch that fits a value.</summary>
    /// <param name="on">The value, such as <c>from => from.Output("triage")["kind"]</c>.</param>
    /// <param name="cases">The branches.</param>
    public WorkflowBuilder Switch(Func<WorkflowData, WorkflowValue> on, Action<SwitchBuilder> cases)
    {
        ArgumentNullException.ThrowIfNull(on);
        var value = on(new WorkflowData());
        return Switch($"switch on {value.Shown}"[..Math.Min(64, $"switch on {value.Shown}".Length)].Replace('[', '(').Replace(']', ')').Replace('/', '.').Replace('~', '-'), on, cases);
    }

    /// <summary>Runs the one branch that fits a value.</summary>
    /// <inheritdoc cref="Switch(Func{WorkflowData, WorkflowValue}, Action{SwitchBuilder})"/>
    /// <param name="name">The step's name.</param>
    /// <param name="on">The value, such as <c>from => from.Output("triage")["kind"]</c>.</param>
    /// <param name="cases">The branches.</param>
    public WorkflowBuilder Switch(string name, Func<WorkflowData, WorkflowValue> on, Action<SwitchBuilder> cases)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(on);
        ArgumentNullException.ThrowIfNull(cases);
        var step = Configured(new SwitchBuilder(), cases);
        return Add(new SwitchStep(name, step.Policy, on(new WorkflowData()), step.Cases, step.Otherwise));
    }

    /// <summary>Repeats steps until something holds; past the bound the step has failed. Each turn is given what the last gave, and keeps outputs of its own.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="maxTurns">1 to 10,000.</param>
    /// <param name="body">The steps of a turn.</param>
    /// <param name="until">Read after each turn; it may read the turn's outputs.</param>
    /// <param name="configure">Says more about the step.</param>
    public WorkflowBuilder Loop(string name, int maxTurns, Action<WorkflowBuilder> body, Func<WorkflowData, WorkflowValue> until, Action<BlockBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(until);
        return Add(new LoopStep(name, Configured(new BlockBuilder(), configure).Policy, Inner(body), maxTurns, until(new WorkflowData())));
    }

    /// <summary>Runs steps for each item of a list. The output is the list of what they gave, in the list's order. The first failure stops the rest.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="items">The list.</param>
    /// <param name="body">The steps for an item; they are given the item, and keep outputs of their own.</param>
    /// <param name="maxConcurrency">How many items at once: 1 to 1,000.</param>
    /// <param name="configure">Says more about the step.</param>
    public WorkflowBuilder ForEach(string name, Func<WorkflowData, WorkflowValue> items, Action<WorkflowBuilder> body, int maxConcurrency = 1, Action<BlockBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(body);
        return Add(new ForEachStep(name, Configured(new BlockBuilder(), configure).Policy, items(new WorkflowData()), Inner(body), maxConcurrency));
    }

    /// <summary>Runs another workflow of the host within this run, with outputs of its own.</summary>
    public WorkflowBuilder Workflow(string name, string workflow, Action<BlockBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(workflow);
        var step = Configured(new BlockBuilder(), configure);
        return Add(new SubWorkflowStep(name, step.Policy, workflow, step.Given));
    }

    /// <summary>Waits for an answer from outside; the answer is the step's output. When nothing else can go on the run is suspended, for as long as it takes.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="prompt">What is asked; what the step before gave, by default.</param>
    /// <param name="configure">Says more about the step; its timeout is how long it can be answered.</param>
    public WorkflowBuilder Wait(string name, Func<WorkflowData, WorkflowValue>? prompt = null, Action<BlockBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(new WaitStep(name, Configured(new BlockBuilder(), configure).Policy, prompt?.Invoke(new WorkflowData())));
    }

    /// <summary>Runs an agent that may hand over to others, they to others again, until one answers.</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="first">The agent that begins.</param>
    /// <param name="allowed">Who may hand over to whom.</param>
    public WorkflowBuilder HandOff(string name, string first, Action<HandOffBuilder> allowed)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(allowed);
        var step = Configured(new HandOffBuilder(), allowed);
        return Add(new HandOffStep(name, step.Policy, first, step.Allowed, step.Most, step.Given));
    }

    /// <summary>Runs an agent that plans what others do, sees what they gave, and plans again until it says that all is done (see <see cref="WorkflowPlan"/>).</summary>
    /// <param name="name">The step's name.</param>
    /// <param name="supervisor">The agent that plans. It is given a map of <c>goal</c>, <c>round</c> and <c>results</c>.</param>
    /// <param name="workers">The agents that it may plan for.</param>
    /// <param name="maxRounds">How often it may plan: 1 to 1,000.</param>
    /// <param name="configure">Says more about the step.</param>
    public WorkflowBuilder Supervisor(string name, string supervisor, IReadOnlyList<string> workers, int maxRounds = 10, Action<BlockBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(supervisor);
        ArgumentNullException.ThrowIfNull(workers);
        var step = Configured(new BlockBuilder(), configure);
        return Add(new SupervisorStep(name, step.Policy, supervisor, [.. workers], maxRounds, step.Given));
    }
}
