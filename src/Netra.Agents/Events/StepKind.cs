namespace Netra.Agents;

/// <summary>What a step of a workflow does.</summary>
public enum StepKind
{
    /// <summary>Runs an agent.</summary>
    Agent,

    /// <summary>Calls a tool.</summary>
    Tool,

    /// <summary>Runs a function of the host.</summary>
    Function,

    /// <summary>Runs branches side by side and joins them.</summary>
    Parallel,

    /// <summary>Runs one of several branches.</summary>
    Switch,

    /// <summary>Repeats its steps, within a bound.</summary>
    Loop,

    /// <summary>Runs its steps for each item of a list.</summary>
    ForEach,

    /// <summary>Runs another workflow.</summary>
    Workflow,

    /// <summary>Waits for an answer from outside.</summary>
    Wait,

    /// <summary>Runs agents that hand over to each other.</summary>
    HandOff,

    /// <summary>Runs an agent that plans what other agents do.</summary>
    Supervisor,
}
