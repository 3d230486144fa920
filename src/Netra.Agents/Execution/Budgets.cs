using Netra.Agents.Diagnostics;

namespace Netra.Agents.Execution;

/// <summary>What a host has said about budgets, copied once, and where they are kept.</summary>
internal sealed class Budgets(BudgetOptions options, bool hasClasses, bool hasOwnLedger, IBudgetLedger ledger, AgentDiagnostics diagnostics)
{
    internal BudgetLimits PerOwner { get; } = options.PerOwner;
    internal BudgetLimits PerRun { get; } = options.PerRun;
    internal TimeSpan Window { get; } = options.Window;
    internal TimeSpan WallTimeSlice { get; } = options.WallTimeSlice;
    internal IBudgetLedger Ledger { get; } = ledger;
    internal AgentDiagnostics Diagnostics { get; } = diagnostics;
    internal bool HasOwnLedger { get; } = hasOwnLedger;
    internal Func<BudgetDegradation, BudgetAmount?>? Degrade { get; } = options.Degrade;

    /// <summary>False when there is nothing to count, so that a run pays nothing for it.</summary>
    private readonly bool _isOn = hasClasses || ledger is not Scheduling.InMemoryBudgetLedger || !options.PerOwner.IsNone || !options.PerRun.IsNone;

    internal RunBudget? For(AgentRun run, BudgetLimits? ofRequest) => _isOn || ofRequest is not null ? new RunBudget(this, run, ofRequest is null ? PerRun : PerRun.And(ofRequest)) : null;
}
