namespace Netra.Agents.Tests.Tools;

internal sealed class ShelfTool(ToolDefinition definition, Func<ToolInvocation, ContextValue> invoke) : ITool
{
    public ToolDefinition Definition => definition;

    public ValueTask<ContextValue> InvokeAsync(ToolInvocation invocation, CancellationToken cancellationToken) => new(invoke(invocation));

    internal static ShelfTool Saying(string name, string text, string schema = """{"type":"object"}""") =>
        new(new ToolDefinition(name, "Says it.", ContextValue.FromJson(schema)) { RequiredPermission = Support.TestHost.Permission }, _ => text);
}
