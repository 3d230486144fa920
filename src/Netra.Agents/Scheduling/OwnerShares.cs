namespace Netra.Agents.Scheduling;

/// <summary>Asks the host what its owners are entitled to.</summary>
internal sealed class OwnerShares(SchedulingOptions options, Action<Exception> failed)
{
    private readonly OwnerShare _default = new(1, options.MaxRunsPerOwner, options.MaxWaitingRunsPerOwner, null);
    private readonly (int Runs, int Waiting) _limits = (options.MaxRunsPerOwner, options.MaxWaitingRunsPerOwner);
    private readonly Func<Owner, OwnerClass>? _classOf = options.ClassOf;

    /// <summary>Asked before any lock is taken: the answer is the host's code.</summary>
    internal OwnerShare Of(Owner owner)
    {
        if (_classOf is null)
        {
            return _default;
        }

        try
        {
            var ownerClass = _classOf(owner).Checked();
            return new OwnerShare(ownerClass.Weight, ownerClass.MaxRuns ?? _limits.Runs, ownerClass.MaxWaitingRuns ?? _limits.Waiting, ownerClass.Budget);
        }
        catch (Exception e)
        {
            failed(e);
            return _default;
        }
    }
}
