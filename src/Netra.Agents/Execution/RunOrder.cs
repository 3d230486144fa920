using Netra.Agents.Contexts;

namespace Netra.Agents.Execution;

/// <summary>Runs by their ids, and those that owners began under the same id by their owners: the same order in each process.</summary>
internal sealed class RunOrder : IComparer<RunIdentity>
{
    internal static readonly RunOrder Instance = new();

    public int Compare(RunIdentity? x, RunIdentity? y) =>
        x!.RunId.Value.CompareTo(y!.RunId.Value) is not 0 and var byId ? byId
        : string.CompareOrdinal(x.Owner.TenantId.Value, y.Owner.TenantId.Value) is not 0 and var byTenant ? byTenant
        : string.CompareOrdinal(x.Owner.UserId.Value, y.Owner.UserId.Value);

    /// <summary>The order in which runs are stopped: those that wait first, so that none begins in the place of one that was just stopped.</summary>
    internal static IEnumerable<AgentRun> ForStopping(IEnumerable<AgentRun> runs) =>
        runs.OrderByDescending(static run => run.Root?.Status == ExecutionStatus.Pending).ThenBy(static run => run.Identity, Instance);
}
