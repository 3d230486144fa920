namespace Netra.Agents;

/// <summary>A link around every call of every tool, such as a breaker. Linked once when the host is built, the first registered outermost.</summary>
/// <remarks>
/// One instance serves all owners at once: keep nothing of a call in it. It runs where the tool itself would: after the dispatcher has allowed the call, in the
/// call's own scope, fenced and timed like the tool. It can refuse a call (<see cref="ToolException"/>), and never allow one.
/// </remarks>
public interface IToolMiddleware
{
    /// <summary>Does something around <paramref name="next"/>, or in its place.</summary>
    ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, ToolDelegate next, CancellationToken cancellationToken);
}
