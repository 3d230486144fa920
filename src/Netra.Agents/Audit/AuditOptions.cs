namespace Netra.Agents;

/// <summary>What is audited, and within which bounds. Checked and copied once.</summary>
public sealed class AuditOptions
{
    /// <summary>Which tool calls leave an intent and an outcome.</summary>
    /// <value><see cref="AuditedCalls.SideEffects"/>.</value>
    public AuditedCalls Calls { get; set; }

    /// <summary>What happens to a tool call that can't be recorded.</summary>
    /// <value><see cref="AuditFailureMode.FailClosed"/>.</value>
    public AuditFailureMode OnFailure { get; set; }

    /// <summary>Whether an intent holds the arguments themselves, encrypted, and not just their hash.</summary>
    /// <value>False.</value>
    public bool RecordArguments { get; set; }

    /// <summary>How long one call of the store or the anchor may take, and how long a tool call waits for its record.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how many records of an owner a checkpoint is signed and anchored: 1 to 100,000.</summary>
    /// <value>100.</value>
    public int CheckpointEvery { get; set; } = 100;

    /// <summary>After which time at the latest new records are anchored.</summary>
    /// <value>1 minute.</value>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many entries of one owner may wait to be written. Past it they are refused; nobody else's are.</summary>
    /// <value>1,024.</value>
    public int MaxPendingPerOwner { get; set; } = 1_024;

    /// <summary>How many owners' chains are held open. Past it those that were idle longest are closed, and read again when needed.</summary>
    /// <value>10,000.</value>
    public int MaxOpenOwners { get; set; } = 10_000;

    internal IEnumerable<string> Faults(string prefix)
    {
        if (!Enum.IsDefined(Calls))
        {
            yield return $"{prefix}.{nameof(Calls)} is no {nameof(AuditedCalls)}: {(int)Calls}.";
        }

        if (!Enum.IsDefined(OnFailure))
        {
            yield return $"{prefix}.{nameof(OnFailure)} is no {nameof(AuditFailureMode)}: {(int)OnFailure}.";
        }

        foreach (var (name, value, most) in new[]
        {
            (nameof(CheckpointEvery), CheckpointEvery, 100_000), (nameof(MaxPendingPerOwner), MaxPendingPerOwner, 1_000_000), (nameof(MaxOpenOwners), MaxOpenOwners, 10_000_000),
        })
        {
            if (value < 1 || value > most)
            {
                yield return FormattableString.Invariant($"{prefix}.{name} must be 1 to {most:N0}; it is {value}.");
            }
        }

        foreach (var (name, value) in new[] { (nameof(WriteTimeout), WriteTimeout), (nameof(CheckpointInterval), CheckpointInterval) })
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(1))
            {
                yield return $"{prefix}.{name} must be {TimeSpan.FromMilliseconds(1)} to one day; it is {value}.";
            }
        }
    }

    internal AuditOptions Copy() => (AuditOptions)MemberwiseClone();
}
