namespace Netra.Agents;

/// <summary>A reservation was refused, and the code that asked for it wanted an exception. An execution that ends with it is Denied.</summary>
public sealed class BudgetException : NetraAgentsException
{
    internal BudgetException(AgentError error) : base(error.Message) => Error = error;

    /// <summary>Why: <c>budget_exhausted</c> or <c>budget_unavailable</c>.</summary>
    public AgentError Error { get; }
}
