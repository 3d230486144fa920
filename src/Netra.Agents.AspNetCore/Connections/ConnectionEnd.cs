namespace Netra.Agents.AspNetCore;

/// <summary>Why the host ends a connection.</summary>
internal enum ConnectionEnd
{
    /// <summary>It doesn't.</summary>
    None,

    /// <summary>The client left.</summary>
    Left,

    /// <summary>Nothing was asked and nothing followed for too long.</summary>
    Idle,

    /// <summary>Who is connected isn't authenticated any more.</summary>
    SignedOut,

    /// <summary>The host stops.</summary>
    ShuttingDown,

    /// <summary>A message is larger than allowed.</summary>
    TooLarge,

    /// <summary>A message isn't text.</summary>
    NotText,
}
