namespace Netra.Agents.Scheduling;

/// <summary>What one owner has spent in a window, and its live runs in all. Under its own monitor.</summary>
internal sealed class OwnerAccount
{
    private readonly Dictionary<RunId, BudgetAmount> _runs = [];
    private long _window;
    private BudgetAmount _taken;
    private int _holds;

    internal bool IsClosedNeedsLock { get; private set; }

    internal BudgetShortage? HoldNeedsLock(BudgetHold hold)
    {
        Turn(hold.WindowNumber);

        // A clock that was set back counts for the window that was reached.
        var run = _runs.GetValueOrDefault(hold.RunId);
        if (BudgetShortage.Of(BudgetScope.Run, hold.Amount, hold.RunLimits.Left(run)) is { } ofRun)
        {
            return ofRun;
        }

        if (BudgetShortage.Of(BudgetScope.Owner, hold.Amount, hold.OwnerLimits.Left(_taken)) is { } ofOwner)
        {
            return ofOwner with { RetryAfter = hold.WindowLeft };
        }

        _runs[hold.RunId] = run + hold.Amount;
        _taken += hold.Amount;
        _holds++;
        return null;
    }

    internal void SettleNeedsLock(BudgetHold hold, BudgetAmount spent)
    {
        _holds--;
        if (hold.WindowNumber == _window)
        {
            _taken += spent - hold.Amount;
        }

        if (_runs.TryGetValue(hold.RunId, out var run))
        {
            _runs[hold.RunId] = run + (spent - hold.Amount);
        }
    }

    internal BudgetAmount TakenNeedsLock(RunId? runId, long window) =>
        runId is { } id ? _runs.GetValueOrDefault(id) : window > _window ? default : _taken;

    internal void EndRunNeedsLock(RunId runId) => _runs.Remove(runId);

    internal bool CloseIfOverNeedsLock(long window) => IsClosedNeedsLock = _holds == 0 && _runs.Count == 0 && (_window < window || _taken.IsNothing);

    private void Turn(long window)
    {
        if (window > _window)
        {
            (_window, _taken) = (window, default);
        }
    }
}
