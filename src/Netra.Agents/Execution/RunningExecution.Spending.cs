using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>What an execution may spend, each thing under its claim.</summary>
internal sealed partial class RunningExecution
{
    bool IToolCallHost.HasBudget => _run.Budget is not null;

    internal override async ValueTask<BudgetReservation> ReserveAsync(BudgetAmount amount, CancellationToken cancellationToken)
    {
        if (!_claim.IsHeld)
        {
            throw Fenced("budget reservation");
        }

        if (_run.Budget is not { } budget)
        {
            return new BudgetReservation(amount);
        }

        var reservation = await budget.ReserveAsync(_claim, amount, mayDegrade: true, cancellationToken);
        Touch();
        return reservation;
    }

    internal override ValueTask<BudgetAmount> BudgetLeftAsync(CancellationToken cancellationToken) =>
        _run.Budget?.LeftAsync(cancellationToken) ?? new ValueTask<BudgetAmount>(BudgetLimits.None.Left(default));

    async ValueTask<CallReservation> IToolCallHost.ReserveCallAsync(ToolDefinition tool)
    {
        var reservation = await _run.Budget!.ReserveAsync(_claim, new BudgetAmount { ToolCalls = 1, Money = tool.Price }, mayDegrade: false, CancellationToken.None);
        return new CallReservation(reservation.Error, reservation.IsGranted ? reservation : null);
    }

    ValueTask IToolCallHost.SettleCallAsync(CallReservation reservation, bool wasCalled) =>
        reservation.Held is BudgetReservation held ? _run.Budget!.CloseAsync(held, wasCalled ? held.Amount : default) : default;
}
