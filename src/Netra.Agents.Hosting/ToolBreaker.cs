namespace Netra.Agents.Hosting;

internal sealed class ToolBreaker(Breakers breakers) : IToolMiddleware, IDisposable
{
    public ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, ToolDelegate next, CancellationToken cancellationToken) => breakers.InvokeAsync(
        invocation.Tool.Name, token => next(invocation, token), static error => new ToolException(error.Code, error.Message), cancellationToken);

    public void Dispose() => breakers.Dispose();
}
