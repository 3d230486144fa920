namespace Netra.Agents;

/// <summary>What the library itself records. The words are stable.</summary>
public static class AuditKinds
{
    /// <summary>A tool call that did not reach its tool.</summary>
    public const string ToolRefusal = "tool_call";

    /// <summary>A tool call that is about to reach its tool; written before it does.</summary>
    public const string ToolIntent = "tool_intent";

    /// <summary>What became of an intent. An intent without one was cut off: what it did outside is not known.</summary>
    public const string ToolOutcome = "tool_outcome";

    /// <summary>A person's answer.</summary>
    public const string Approval = "approval";

    /// <summary>An answer to a workflow that waited.</summary>
    public const string WorkflowAnswer = "workflow_answer";

    /// <summary>A message on a connection.</summary>
    public const string Connection = "connection";

    /// <summary>The owner's data key was destroyed: nothing before can be read any more.</summary>
    public const string Erasure = "erasure";
}
