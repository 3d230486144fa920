namespace Netra.Agents;

/// <summary>Everything that the library keeps of one owner: to hand out, or to erase for good.</summary>
/// <remarks>
/// For the host, on behalf of an owner whom it has authenticated or who has asked it by other ways. Safe for concurrent use. What has left the library
/// (events that a sink has sent, rows of a tool) is the host's to export and to erase.
/// </remarks>
public interface IOwnerData
{
    /// <summary>The state in all scopes with the checkpoints, then the events of live and retained runs, then the audit entries.</summary>
    /// <remarks>What changes meanwhile may be in it or not. Stop the owner's runs first for a picture that stands still.</remarks>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    IAsyncEnumerable<OwnerRecord> ExportAsync(Owner owner, CancellationToken cancellationToken = default);

    /// <summary>Ends the owner's live runs, then takes away their events and results and everything in the state, and makes what the audit trail holds of them unreadable.</summary>
    /// <remarks>
    /// While it goes on no run of the owner can begin (Rejected, <see cref="AgentErrorCodes.OwnerErased"/>), and the ended ones are fenced: nothing of what was there is
    /// written again. When it throws, what was done stays done; call it again. Afterwards the owner may begin anew.
    /// </remarks>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    ValueTask<OwnerErasure> EraseAsync(Owner owner, CancellationToken cancellationToken = default);
}
