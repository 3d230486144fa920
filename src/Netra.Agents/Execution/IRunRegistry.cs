namespace Netra.Agents;

/// <summary>The runs of one owner in this process: those that wait, those under way, and those that have ended and are retained.</summary>
/// <remarks>Safe for concurrent use. Another owner's runs can't be named here; for those who operate the host there is <see cref="IRunOperator"/>.</remarks>
public interface IRunRegistry
{
    /// <summary>Lists runs, the newest first.</summary>
    /// <param name="userContext">Whose: any context of the owner.</param>
    /// <param name="filter">Which; null for all of this owner.</param>
    /// <param name="limit">How many at most: 1 to 10,000.</param>
    IReadOnlyList<RunInfo> List(UserExecutionContext userContext, RunFilter? filter = null, int limit = 100);

    /// <summary>Stops runs that wait or are under way; each loses the right to act in one step. A suspended workflow is not under way: end it by <see cref="IWorkflowOrchestrator.CancelAsync"/>.</summary>
    /// <param name="userContext">Whose: any context of the owner.</param>
    /// <param name="filter">Which.</param>
    /// <returns>How many this call ended.</returns>
    int Cancel(UserExecutionContext userContext, RunFilter filter);
}
