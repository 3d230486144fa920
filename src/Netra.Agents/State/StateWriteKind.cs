namespace Netra.Agents;

/// <summary>What a <see cref="StateWrite"/> does.</summary>
public enum StateWriteKind
{
    /// <summary>Puts a value in place of what is there.</summary>
    Set,

    /// <summary>Takes away what is there.</summary>
    Delete,

    /// <summary>Adds to a number; an absent one is 0.</summary>
    Increment,

    /// <summary>Adds an item at the end of a list; an absent one is empty.</summary>
    Append,

    /// <summary>Changes nothing; only its expected version counts.</summary>
    Expect,

    /// <summary>Takes away everything in a scope.</summary>
    DeleteScope,
}
