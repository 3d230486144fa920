namespace Netra.Agents;

/// <summary>How long a piece of state is remembered, and which runs of its owner see it.</summary>
public enum StateScope
{
    /// <summary>By the run that wrote it.</summary>
    Run,

    /// <summary>By all runs of the conversation.</summary>
    Thread,

    /// <summary>By all runs of the owner.</summary>
    User,

    /// <summary>The checkpoints of a workflow's run. Kept by the library: <see cref="IStateManager"/> refuses it.</summary>
    Workflow,
}
