namespace Netra.Agents;

/// <summary>What a verifier found.</summary>
public sealed record AuditVerification
{
    /// <summary>What is wrong; <see cref="AuditFault.None"/> when nothing is.</summary>
    public AuditFault Fault { get; init; }

    /// <summary>True when nothing is wrong.</summary>
    public bool IsVerified => Fault == AuditFault.None;

    /// <summary>The first record that was verified: 1, or the one after the signed checkpoint that the kept records begin with.</summary>
    public long FirstSequence { get; init; }

    /// <summary>How many records were verified, up to the first that is bad.</summary>
    public long Count { get; init; }

    /// <summary>The last record that was verified; sequence 0 when there is none.</summary>
    public AuditHead Head { get; init; }

    /// <summary>True when the end was held against a head known from elsewhere. Without one, a tail that was cut can't show.</summary>
    public bool IsEndKnown { get; init; }

    /// <summary>The sequence that should stand where the fault is; null when nothing is wrong, or it lies in a checkpoint.</summary>
    public long? FirstBadSequence { get; init; }

    /// <summary>The place of the fault among the records that were read, from 0; null as above.</summary>
    public long? FirstBadIndex { get; init; }

    /// <summary>The finding in words.</summary>
    public string Message { get; init; } = "";
}
