namespace Netra.Agents;

/// <summary>A host's own limit on the rate or number of calls, by owner and tool. Asked after authorization and before approval.</summary>
/// <remarks>Safe for concurrent use; must not block. Each entry that was let in is followed by exactly one exit.</remarks>
public interface IToolLimiter
{
    /// <summary>Lets a call in, or says why not.</summary>
    /// <returns>Null to let it in.</returns>
    AgentError? TryEnter(Owner owner, ToolDefinition tool);

    /// <summary>Says that a call that was let in has ended.</summary>
    void Exit(Owner owner, ToolDefinition tool);
}
