namespace Netra.Agents;

/// <summary>One decision about what an owner's run may do, or what became of it.</summary>
/// <remarks>
/// <paramref name="Kind"/>, <paramref name="Subject"/>, <paramref name="Decision"/> and <paramref name="Code"/> are kept in the clear and outlive an erasure:
/// each has 1 to 256 characters, no control characters, and must be a name from the host's registrations, never a text from a user or a model.
/// The reason, the hash of the arguments and the details are encrypted under the owner's data key. The owner is kept as a keyed pseudonym.
/// </remarks>
/// <param name="Owner">Whose run it was.</param>
/// <param name="RunId">The run.</param>
/// <param name="ExecutionId">The execution that asked; null when none did.</param>
/// <param name="Timestamp">When it was decided (UTC).</param>
/// <param name="Kind">What was decided about: one of <see cref="AuditKinds"/>, or a host's own word.</param>
/// <param name="Subject">The tool, or another registered name.</param>
/// <param name="Decision">One of <see cref="AuditDecisions"/>, or a host's own word.</param>
/// <param name="Code">Why, as one of <see cref="AgentErrorCodes"/>; null when there is no why.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record AuditEntry(
    Owner Owner, RunId RunId, ExecutionId? ExecutionId, DateTimeOffset Timestamp, string Kind, string Subject, string Decision, string? Code, string? Reason)
{
    /// <summary>The number of the tool call in its execution; 0 for anything else. An intent and its outcome have the same.</summary>
    public int CallNumber { get; init; }

    /// <summary>SHA-256 of the arguments' canonical JSON; null when there are none to tell of.</summary>
    public AuditHash? ArgumentsHash { get; init; }

    /// <summary>More of what was said; null by default.</summary>
    public ContextValue Details { get; init; }

    /// <summary>The place in the owner's chain, from 1; 0 before it is recorded.</summary>
    public long Sequence { get; init; }

    /// <summary>Whether <see cref="Reason"/>, <see cref="ArgumentsHash"/> and <see cref="Details"/> can still be read; they are null when not.</summary>
    public AuditContent Content { get; init; }

    /// <summary>What was decided, without a word about whom or why.</summary>
    public override string ToString() => $"{Kind} {Decision} (run {RunId}, call {CallNumber})";
}
