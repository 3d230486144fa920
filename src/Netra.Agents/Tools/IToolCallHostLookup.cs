namespace Netra.Agents.Tools;

/// <summary>Which live execution a context belongs to. Owned here, answered by the room that runs executions.</summary>
internal interface IToolCallHostLookup
{
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    /// <exception cref="InvalidOperationException">The context has begun no run.</exception>
    IToolCallHost HostOf(UserExecutionContext userContext);
}
