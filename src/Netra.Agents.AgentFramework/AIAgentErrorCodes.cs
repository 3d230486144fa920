namespace Netra.Agents;

/// <summary>The codes with which an execution of an <c>AIAgent</c> fails, beside those of <see cref="AgentErrorCodes"/>. They are stable.</summary>
public static class AIAgentErrorCodes
{
    /// <summary>The registration gave the same instance to two executions, or one that a singleton holds.</summary>
    public const string SharedInstance = "shared_instance";

    /// <summary>What is stored as the session can't be read.</summary>
    public const string SessionInvalid = "session_invalid";

    /// <summary>What is stored as the session is another owner's, thread's or agent's. Nothing of it was used.</summary>
    public const string SessionMismatch = "session_mismatch";

    /// <summary>The session is larger than <see cref="AIAgentOptions.MaxSessionSize"/>, or than the store of the host takes.</summary>
    public const string SessionTooLarge = "session_too_large";

    /// <summary>Somebody else has saved the session since it was loaded. What they saved stays.</summary>
    public const string SessionConflict = "session_conflict";

    /// <summary>The session could not be saved: there is no room for it, or the agent could not serialise it.</summary>
    public const string SessionNotSaved = "session_not_saved";

    /// <summary>The agent asks a person to approve a tool call of its own.</summary>
    public const string ApprovalNotSupported = "approval_not_supported";

    /// <summary>The agent ended with the call of a function that it leaves to its caller.</summary>
    public const string ToolCallNotSupported = "tool_call_not_supported";

    /// <summary>The answer is longer than <see cref="ContextValue.MaxSize"/>.</summary>
    public const string OutputTooLarge = "output_too_large";
}
