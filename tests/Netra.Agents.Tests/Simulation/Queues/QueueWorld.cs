using Netra.Agents.Contexts;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Simulation.Queues;

/// <summary>A host with too little for all who ask. Everything in it follows from the seed.</summary>
internal sealed class QueueWorld
{
    private static readonly string[] Users = ["ann", QueueTemplate.Gold, "bob", "cat"];
    private static readonly TurnMode[] Modes = [TurnMode.Enqueue, TurnMode.Enqueue, TurnMode.Enqueue, TurnMode.Enqueue, TurnMode.Reject, TurnMode.CancelPrevious, TurnMode.Parallel];
    private static readonly string[] Kinds = ["works", "works", "works", "deaf", "calls", "asks", "waits"];

    private readonly TaskCompletionSource _allDriven = new();
    private readonly List<QueueRun> _runs = [];
    private int _drivers;

    internal QueueWorld(ulong seed, QueueTemplate[] templates)
    {
        Random = new SimulationRandom(seed);
        Scheduler = new SimulationScheduler(Random.NextUInt64());
        Entropy = new SeededEntropy(Scheduler, Random.NextUInt64());
        Template = Random.Pick(templates);
        Template.Slot.World = this;
        Ledger = new QueueLedger(this);
        Store = new Netra.Agents.State.InMemoryStateStore(Clock, new Netra.Agents.State.InMemoryStateLimits());
        Agents = new QueueAgents(this);
        Host = HostComposition.Build(new QueueServices(Template.Services, this));
    }

    internal SimulationRandom Random { get; }
    internal SimulationScheduler Scheduler { get; }
    internal VirtualClock Clock => Scheduler.Clock;
    internal SeededEntropy Entropy { get; }
    internal QueueTemplate Template { get; }
    internal QueueLedger Ledger { get; }
    internal Support.ListedAudit Audit { get; } = new();
    internal IStateStore Store { get; }
    internal QueueAgents Agents { get; }
    internal HostComposition Host { get; }
    internal List<string> Problems { get; } = [];
    internal IReadOnlyList<QueueRun> Runs => _runs;
    internal long Checks { get; set; }

    internal void Run()
    {
        try
        {
            var owners = 1 + Random.Next(Users.Length);
            for (var runs = 3 + Random.Next(9); runs > 0; runs--)
                Drive(new QueueRun(
                    _runs.Count, new Owner(new UserId(Users[Random.Next(owners)])), new ThreadId(Random.Chance(60) ? "main" : "side"), Random.Pick(Kinds), Random.Pick(Modes)));
            if (Random.Chance(8))
                Drive(RestAsync);
            Scheduler.Run(_allDriven.Task);

            // Longer than anything of the host still takes; its retention goes on for much longer.
            Scheduler.Run(Task.Delay(TimeSpan.FromSeconds(15), Clock));
            CheckEnd();
            Scheduler.Run(Scheduler.Start(() => Host.DisposeAsync().AsTask()));
        }
        catch (SimulationException e)
        {
            Problems.Add(e.Message);
        }
    }

    internal QueueRun RunOf(RunId runId) => _runs.Find(run => run.RunId == runId) ?? throw new SimulationException($"Nobody began run {runId}.");

    internal async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (Random.Chance(50))
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Pick([1, 5, 30, 150, 600])), Clock, cancellationToken);
    }

    private void CheckEnd()
    {
        foreach (var run in _runs)
            if (run.Result is null)
                Problems.Add($"run {run.Index} never ended");
            else if (run.Result.Status == ExecutionStatus.Failed && run.Result.Error!.Code != AgentErrorCodes.UnexpectedCancellation)
                Problems.Add($"run {run.Index} failed: {run.Result.Error} {run.Result.Exception}");
        var slots = Host.Directory.Slots;
        if (slots.Running != 0 || slots.Ring != 0 || Host.Directory.Places.Taken != 0)
            Problems.Add($"left at the end: {slots.Running} slots, {Host.Directory.Places.Taken} places, {slots.Ring} owners in line");
        foreach (var owner in _runs.Select(run => run.Owner).Distinct())
            if (Host.Directory.LineOf(owner) is { } line && (line.Running != 0 || line.Waiting != 0 || line.Places != 0 || line.Turns.CountNeedsLock != 0))
                Problems.Add($"left of {owner.UserId.Value} at the end: {line.Running} slots, {line.Waiting} in line, {line.Places} places, {line.Turns.CountNeedsLock} turns");
        if (Ledger.Open != 0)
            Problems.Add($"{Ledger.Open} holds were never settled");
    }

    private void Drive(QueueRun run)
    {
        _runs.Add(run);
        run.RunId = new RunId(NewId.Create(Clock, Entropy));
        Drive(() => RunAsync(run));
        if (Random.Chance(20))
            Drive(async () =>
            {
                await PauseAsync(CancellationToken.None);
                await PauseAsync(CancellationToken.None);
                await Host.Workflows.CancelAsync(ContextOf(run.Owner, run.Thread), run.RunId);
            });
    }

    private async Task RunAsync(QueueRun run)
    {
        var context = ContextOf(run.Owner, run.Thread, run.RunId);
        var request = new AgentRequest("") { Turns = run.Turns, Timeouts = Random.Chance(15) ? new AgentTimeouts { Queue = QueueTemplate.Queue } : null };
        if (run.Agent == "asks")
            Drive(() => ApproveAsync(run));
        var result = await Host.Core.ExecuteAsync(run.Agent, context, request);
        for (var tries = 0; result.Status == ExecutionStatus.Rejected && result.Error!.Code is AgentErrorCodes.QueueFull or AgentErrorCodes.TurnTaken && tries < 3; tries++)
        {
            await Task.Delay(result.Error.RetryAfter!.Value, Clock);
            result = await Host.Core.ExecuteAsync(run.Agent, context, request);
        }

        while (result.Status == ExecutionStatus.Suspended && Random.Chance(90))
        {
            await PauseAsync(CancellationToken.None);
            result = await Host.Workflows.ResumeAsync(ContextOf(run.Owner, run.Thread), run.RunId, result.Waits[0].WaitId, "yes");
        }

        for (var tries = 0; result.Error?.Code == AgentErrorCodes.QueueFull && run.Agent == "waits" && tries < 3; tries++)
        {
            await Task.Delay(result.Error.RetryAfter!.Value, Clock);
            result = await Host.Workflows.ResumeAsync(ContextOf(run.Owner, run.Thread), run.RunId);
        }

        run.Result = result;
    }

    /// <summary>Answers the calls of a run, sooner or later or never.</summary>
    private async Task ApproveAsync(QueueRun run)
    {
        for (var looks = 0; looks < 40 && run.Result is null; looks++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), Clock);
            if (Host.Directory.Find(run.Owner, run.RunId) is null)
                continue;

            // Only what is there already: the reader must not outlive the approver.
            var cursor = new Netra.Agents.Events.RunCursor(Host.Directory.Find(run.Owner, run.RunId)!.Log, run.Owner, 0);
            while (cursor.TryRead(out var item))
                if (item is ToolApprovalRequested asked && Random.Chance(40))
                    await Host.Approvals.AnswerAsync(ContextOf(run.Owner, run.Thread), asked.ApprovalId, Random.Chance(80));
        }
    }

    private async Task RestAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Next(2_000)), Clock);
        if (Random.Chance(50))
        {
            var report = await Host.Runs.DrainAsync(TimeSpan.FromMilliseconds(Random.Next(3_000)));
            if (report.Ended < 0 || Host.Runs.List(RunsOf.Everybody, null, 1_000).Any(run => run.Phase != RunPhase.Ended))
                Problems.Add("a run is live after the drain");
        }
        else
        {
            Host.Runs.Halt();
            if (Host.Runs.List(RunsOf.Everybody, null, 1_000).Any(run => run.Phase != RunPhase.Ended))
                Problems.Add("a run is live after the halt");
            await PauseAsync(CancellationToken.None);
            Host.Runs.Open();
        }

    }

    private UserExecutionContext ContextOf(Owner owner, ThreadId thread, RunId? runId = null) => UserExecutionContext.FromRequest(
        owner, thread, Grants.Of(TestHost.Permission), new ContextOptions { RunId = runId, TimeProvider = Clock, EntropySource = Entropy });

    private void Drive(Func<Task> work)
    {
        _drivers++;
        _ = Scheduler.Start(async () =>
        {
            try
            {
                await PauseAsync(CancellationToken.None);
                await work();
            }
            catch (Exception e)
            {
                Problems.Add($"a driver failed: {e}");
            }

            if (--_drivers == 0)
                _allDriven.SetResult();
        });
    }
}
