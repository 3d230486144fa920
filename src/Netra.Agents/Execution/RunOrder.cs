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
}
