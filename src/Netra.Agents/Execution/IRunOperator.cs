namespace Netra.Agents;

/// <summary>Sees and stops the runs of all owners: for those who operate the host, and never for what a user asks.</summary>
/// <remarks>Safe for concurrent use. Knows the runs of this process.</remarks>
public interface IRunOperator
{
    /// <summary>False after <see cref="Close"/>, <see cref="Halt"/> or <see cref="DrainAsync"/>: runs are Rejected then, with the code <c>shutting_down</c>.</summary>
    bool IsOpen { get; }

    /// <summary>Lists runs, the newest first.</summary>
    /// <param name="whose">Whose.</param>
    /// <param name="filter">Which; null for all of these.</param>
    /// <param name="limit">How many at most: 1 to 10,000.</param>
    IReadOnlyList<RunInfo> List(RunsOf whose, RunFilter? filter = null, int limit = 100);

    /// <summary>The name under which the library's logs know an owner: a short keyed hash (<see cref="NetraAgentsOptions.LogPseudonymKey"/>). Nobody without the key can tell whose it is.</summary>
    /// <exception cref="ArgumentException">The owner is a default value.</exception>
    string PseudonymOf(Owner owner);

    /// <summary>What a run and its owner may spend, and what of it is spent or held.</summary>
    /// <param name="owner">Whose run it is.</param>
    /// <param name="runId">A run that is live or retained.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is no such run, or nothing is counted for it.</returns>
    /// <remarks>What <see cref="IBudgetLedger.TakenAsync"/> throws comes through.</remarks>
    ValueTask<RunBudgetStatus?> GetBudgetAsync(Owner owner, RunId runId, CancellationToken cancellationToken = default);

    /// <summary>Stops runs that wait or are under way; each loses the right to act in one step.</summary>
    /// <param name="whose">Whose.</param>
    /// <param name="filter">Which; null for all of these.</param>
    /// <returns>How many this call ended.</returns>
    int Cancel(RunsOf whose, RunFilter? filter = null);

    /// <summary>Lets no run begin any more. What waits or is under way goes on.</summary>
    void Close();

    /// <summary>Lets runs begin again; nothing when the host is being disposed.</summary>
    void Open();

    /// <summary>The kill switch: lets no run begin any more, and stops all that there are.</summary>
    /// <returns>How many this call ended.</returns>
    int Halt();

    /// <summary>Brings the host to rest: lets no run begin any more, waits for those that there are, and cancels what is left when the time is over.</summary>
    /// <param name="grace">How long to wait: zero to 24 days.</param>
    /// <param name="cancellationToken">Ends the waiting: then what is left is cancelled at once.</param>
    /// <returns>How it went; no run is live any more.</returns>
    Task<DrainReport> DrainAsync(TimeSpan grace, CancellationToken cancellationToken = default);
}
