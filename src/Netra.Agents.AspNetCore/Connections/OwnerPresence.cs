namespace Netra.Agents.AspNetCore;

/// <summary>What one owner has open. Changes under the gate of <see cref="LiveConnections"/>.</summary>
internal sealed class OwnerPresence
{
    internal int Connections { get; set; }

    /// <summary>When the last connection went; 0 while there is one.</summary>
    internal long GoneAt { get; set; }

    /// <summary>Runs that were followed here and weren't seen to end; kept only where they are cancelled when the owner is gone.</summary>
    internal HashSet<RunId> Followed { get; } = [];
}
