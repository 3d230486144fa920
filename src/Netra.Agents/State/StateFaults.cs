namespace Netra.Agents.State;

internal static class StateFaults
{
    /// <summary>The commit, with a fault thrown: unlike a conflict it is nothing that a caller expects, and unseen it would be a loss.</summary>
    internal static ValueTask<StateCommit> ThrownAsync(ValueTask<StateCommit> committing) =>
        committing.IsCompletedSuccessfully ? new ValueTask<StateCommit>(committing.Result.ThrowIfFault()) : AwaitedAsync(committing);

    private static async ValueTask<StateCommit> AwaitedAsync(ValueTask<StateCommit> committing) => (await committing).ThrowIfFault();
}
