namespace Netra.Agents;

/// <summary>One call of a tool: what it is called with, for whom, and what it may use.</summary>
public abstract class ToolInvocation
{
    private protected ToolInvocation() { }

    /// <summary>The tool.</summary>
    public abstract ToolDefinition Tool { get; }

    /// <summary>The arguments; they fit the schema, and nobody can change them any more.</summary>
    public abstract ContextValue Arguments { get; }

    /// <summary>For whom: a child of the execution's context.</summary>
    public abstract UserExecutionContext UserContext { get; }

    /// <summary>Services from a scope of this one call; parallel calls never share a session. Disposed when the tool's code has ended.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>Names the call in events.</summary>
    public abstract string CallId { get; }

    /// <summary>The same for the same step of the same execution with the same tool and arguments, else different: 64 hexadecimal digits.</summary>
    public abstract string IdempotencyKey { get; }

    /// <summary>Says that the call is getting on.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    public abstract void ReportProgress();
}
