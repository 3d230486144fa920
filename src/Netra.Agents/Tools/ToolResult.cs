namespace Netra.Agents;

/// <summary>What became of a call: an output, or an error with a code. Denied, invalid, timed out and failed calls are values, not exceptions.</summary>
public readonly record struct ToolResult
{
    internal ToolResult(string toolName, ContextValue output, AgentError? error, TimeSpan duration) =>
        (ToolName, Output, Error, Duration) = (toolName, output, error, duration);

    /// <summary>The tool that was asked for.</summary>
    public string ToolName { get; }

    /// <summary>What the tool gave; null when it failed or wasn't reached.</summary>
    public ContextValue Output { get; }

    /// <summary>Why there is no output; null when the call succeeded.</summary>
    public AgentError? Error { get; }

    /// <summary>How long the tool worked; zero when it wasn't reached.</summary>
    public TimeSpan Duration { get; }

    /// <summary>True when the tool ran and gave its output.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The output.</summary>
    /// <exception cref="ToolCallException">The call didn't succeed. An agent that lets it pass ends as denied when the call was denied, else as failed.</exception>
    public ContextValue EnsureSuccess() => Error is null ? Output : throw new ToolCallException(ToolName, Error);

    internal static ToolResult Refused(string toolName, string code, string message) => new(toolName, default, new AgentError(code, message), TimeSpan.Zero);
}
