namespace Netra.Agents;

/// <summary>What is wrong with a chain.</summary>
public enum AuditFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A record or a checkpoint is not what was written.</summary>
    Altered,

    /// <summary>A record is not there that a later one follows.</summary>
    Missing,

    /// <summary>A record stands in another place, or twice.</summary>
    Reordered,

    /// <summary>The chain ends before the head that it is known to have had.</summary>
    Truncated,

    /// <summary>A genuine record of another chain stands here.</summary>
    ForeignStream,

    /// <summary>A record names a key that the verifier doesn't have: nothing can be said about it.</summary>
    UnknownKey,
}
