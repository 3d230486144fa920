namespace Netra.Agents.Tools;

/// <summary>A tool as the dispatcher uses it: its definition, its compiled schema and how to call it.</summary>
internal sealed class ToolRegistration(ToolDefinition definition, ToolSchema schema, TimeSpan timeout, bool usesToken, Func<ToolInvocation, CancellationToken, ValueTask<ContextValue>> invoke, string? metricName = null)
{
    internal ToolDefinition Definition { get; } = definition;
    internal ToolSchema Schema { get; } = schema;
    internal TimeSpan Timeout { get; } = timeout;

    /// <summary>False for a tool that takes no token: its calls need no token source.</summary>
    internal bool UsesToken { get; } = usesToken;

    internal Func<ToolInvocation, CancellationToken, ValueTask<ContextValue>> Invoke { get; } = invoke;

    /// <summary>The tool in metrics; its source, when it has one.</summary>
    internal string MetricName { get; } = metricName ?? definition.Name;

    /// <summary>The same tool behind links.</summary>
    internal ToolRegistration Behind(IReadOnlyList<IToolMiddleware> links)
    {
        ToolDelegate next = new(Invoke);
        for (var i = links.Count - 1; i >= 0; i--)
        {
            var (link, rest) = (links[i], next);
            next = (invocation, cancellationToken) => link.InvokeAsync(invocation, rest, cancellationToken);
        }

        return links.Count == 0 ? this : new ToolRegistration(Definition, Schema, Timeout, usesToken: true, new(next), MetricName);
    }

    internal string ActivityName { get; } = $"execute_tool {definition.Name}";
}
