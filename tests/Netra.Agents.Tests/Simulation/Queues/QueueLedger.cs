using Netra.Agents.Scheduling;

namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>A ledger that takes its time, and counts by itself what is held and spent.</summary>
internal sealed class QueueLedger(QueueWorld world) : IBudgetLedger
{
    private readonly InMemoryBudgetLedger _ledger = new();
    private readonly Dictionary<Guid, BudgetHold> _held = [];
    private readonly Dictionary<Owner, BudgetAmount> _ofOwners = [];
    private readonly Dictionary<RunId, BudgetAmount> _ofRuns = [];

    internal int Holds { get; private set; }
    internal int Refused { get; private set; }
    internal int Open => _held.Count;

    public async ValueTask<BudgetShortage?> HoldAsync(BudgetHold hold, CancellationToken cancellationToken)
    {
        await PauseAsync();
        var shortage = await _ledger.HoldAsync(hold, cancellationToken);
        if (shortage is null)
        {
            Holds++;
            _held.Add(hold.Id, hold);
            Count(hold, hold.Amount);
            if (BudgetShortage.Of(BudgetScope.Owner, _ofOwners[hold.Owner], hold.OwnerLimits.Left(default)) is not null || BudgetShortage.Of(BudgetScope.Run, _ofRuns[hold.RunId], hold.RunLimits.Left(default)) is not null)
                world.Problems.Add($"more was spent than there is: {_ofOwners[hold.Owner]} of {hold.OwnerLimits}, {_ofRuns[hold.RunId]} of {hold.RunLimits}");
        }
        else
        {
            Refused++;
            if (BudgetShortage.Of(BudgetScope.Owner, hold.Amount, hold.OwnerLimits.Left(_ofOwners.GetValueOrDefault(hold.Owner))) is null
                && BudgetShortage.Of(BudgetScope.Run, hold.Amount, hold.RunLimits.Left(_ofRuns.GetValueOrDefault(hold.RunId))) is null)
                world.Problems.Add($"refused although it fits: {hold.Amount}");
        }

        await PauseAsync();
        return shortage;
    }

    public async ValueTask SettleAsync(BudgetHold hold, BudgetAmount spent)
    {
        await PauseAsync();
        if (!_held.Remove(hold.Id))
            world.Problems.Add("a hold was settled twice, or never held");
        Count(hold, spent - hold.Amount);
        await _ledger.SettleAsync(hold, spent);
    }

    public ValueTask<BudgetAmount> TakenAsync(Owner owner, RunId? runId, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) =>
        _ledger.TakenAsync(owner, runId, at, window, cancellationToken);

    public ValueTask EndRunAsync(Owner owner, RunId runId)
    {
        // What a suspended run spent is its own again when it is taken on.
        _ofRuns.Remove(runId);
        return _ledger.EndRunAsync(owner, runId);
    }

    private async Task PauseAsync()
    {
        if (world.Random.Chance(30))
            await world.PauseAsync(CancellationToken.None);
    }

    private void Count(BudgetHold hold, BudgetAmount amount)
    {
        _ofOwners[hold.Owner] = _ofOwners.GetValueOrDefault(hold.Owner) + amount;
        _ofRuns[hold.RunId] = _ofRuns.GetValueOrDefault(hold.RunId) + amount;
    }
}
