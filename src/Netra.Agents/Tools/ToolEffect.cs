namespace Netra.Agents;

/// <summary>What it means to run a tool again after it may have run.</summary>
public enum ToolEffect
{
    /// <summary>Must not run twice: what became of a lost call is unknown until somebody looks. The default.</summary>
    AtMostOnce,

    /// <summary>Running it again with the same idempotency key changes nothing more.</summary>
    Idempotent,

    /// <summary>Changes nothing.</summary>
    Pure,
}
