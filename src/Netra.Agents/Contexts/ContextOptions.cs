namespace Netra.Agents;

/// <summary>The parts of a new context that have a default. Copied when the context is made.</summary>
public sealed class ContextOptions
{
    /// <summary>The run that the context begins.</summary>
    /// <value>A new id by default. Give one to make a start repeatable: the same owner and run id get the recorded outcome.</value>
    public RunId? RunId { get; set; }

    /// <summary>One id for the whole tree, such as a trace id of the host: 1 to 256 characters.</summary>
    /// <value>The run id by default.</value>
    public string? CorrelationId { get; set; }

    /// <summary>What the request is called in traces: 1 to 256 characters.</summary>
    /// <value><c>"request"</c> by default.</value>
    public string OperationName { get; set; } = "request";

    /// <summary>Data for the agents of the run.</summary>
    /// <value>Empty by default.</value>
    public ContextData AgentContext { get; set; } = ContextData.Empty;

    /// <summary>Data for the audit trail, not for agents.</summary>
    /// <value>Empty by default.</value>
    public ContextData AuditMetadata { get; set; } = ContextData.Empty;

    /// <summary>How deep children may nest: 1 to 1,000.</summary>
    /// <value>32 by default.</value>
    public int MaxDepth { get; set; } = 32;

    /// <summary>The clock for <see cref="UserExecutionContext.CreatedAt"/> and new ids.</summary>
    /// <value>The system's clock by default.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where new ids come from.</summary>
    /// <value>The operating system's secure source by default.</value>
    public IEntropySource EntropySource { get; set; } = Contexts.SystemEntropySource.Instance;
}
