namespace Netra.Agents;

/// <summary>What a store has to do for a write.</summary>
public enum StateChangeKind
{
    /// <summary>Nothing: what is there stays, with its version.</summary>
    Keep,

    /// <summary>Store the value and the expiry under a new version.</summary>
    Put,

    /// <summary>Take the entry away.</summary>
    Remove,

    /// <summary>Take away every entry of the owner, scope and scope id.</summary>
    RemoveScope,

    /// <summary>Refuse: the expected version isn't there.</summary>
    Conflict,

    /// <summary>Refuse: the write doesn't fit what is there.</summary>
    Fault,
}
