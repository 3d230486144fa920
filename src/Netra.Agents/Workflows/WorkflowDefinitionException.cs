namespace Netra.Agents;

/// <summary>A workflow's definition has faults. All are listed.</summary>
public sealed class WorkflowDefinitionException : NetraAgentsException
{
    /// <summary>Creates the exception.</summary>
    public WorkflowDefinitionException() { }

    /// <summary>Creates the exception with a message.</summary>
    public WorkflowDefinitionException(string message) : base(message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public WorkflowDefinitionException(string message, Exception? innerException) : base(message, innerException) { }

    internal WorkflowDefinitionException(string name, IReadOnlyList<string> faults)
        : base($"Workflow '{Contexts.IdText.Shown(name)}' has {faults.Count} fault{(faults.Count == 1 ? "" : "s")}:{Environment.NewLine}- {string.Join($"{Environment.NewLine}- ", faults)}") => Faults = faults;

    /// <summary>What is wrong, one each.</summary>
    public IReadOnlyList<string> Faults { get; } = [];
}
