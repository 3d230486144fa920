namespace Netra.Agents;

/// <summary>Gives an execution's tools to loops that aren't ours.</summary>
public static class ExecutionToolsFunctionExtensions
{
    /// <summary>The tools that the grants of this execution allow, as functions that go through the dispatcher.</summary>
    /// <param name="execution">The execution; its owner is whoever calls them.</param>
    /// <param name="only">Names of tools; null for all that the grants allow.</param>
    /// <param name="cancellationToken">Gives up the wait for sources of tools.</param>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public static ValueTask<DispatchedFunctions> GetFunctionsAsync(this AgentExecution execution, IReadOnlyCollection<string>? only = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(execution);
        return DispatchedFunctions.ForAsync(execution, only, cancellationToken);
    }
}
