namespace Netra.Agents;

/// <summary>Whether what an entry said can still be read.</summary>
public enum AuditContent
{
    /// <summary>It is there, or there was nothing to say.</summary>
    Readable,

    /// <summary>The key that it was written under was destroyed.</summary>
    Erased,

    /// <summary>The key is not known, or the bytes were changed: verify the chain.</summary>
    Unreadable,
}
