using Netra.Agents.Contexts;
using Netra.Agents.State;
using Netra.Agents.Tests.Support;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>Users who run workflows in processes that share a store and die. Everything in it follows from the seed, and nothing from the worlds before it.</summary>
internal sealed class FlowWorld
{
    // Owners that a careless key would take for one another.
    private static readonly (string? Tenant, string User)[] People = [(null, "ann"), ("acme", "ann"), ("acme:ann", "b")];

    private readonly TaskCompletionSource _gate = new();
    private readonly TaskCompletionSource _allDriven = new();
    private readonly IStateStore _inner;
    private readonly IServiceProvider _services;
    private int _drivers;

    internal FlowWorld(ulong seed, FlowTemplate template, bool isTraced, string surname = "")
    {
        Random = new SimulationRandom(seed);
        Lines = isTraced ? [] : null;
        Scheduler = new SimulationScheduler(Random.NextUInt64(), Random.Chance(60) ? 0 : 5 + Random.Next(20));
        Entropy = new SeededEntropy(Scheduler, Random.NextUInt64());
        _inner = new InMemoryStateStore(Clock);
        Store = new FlowStore(this, _inner) { Fails = Random.Chance(10) };
        Owners = [.. People.Take(Random.Pick([2, 2, 2, 3])).Select(one => new Owner(one.Tenant is null ? TenantId.None : new TenantId(one.Tenant), new UserId(one.User + surname)))];
        template.World = this;
        Note($"the store {(Store.Fails ? "fails at times" : "is well")}");
        _services = template.Services;
        for (var i = Random.Pick([1, 1, 2]); i > 0; i--)
            StartProcess();
    }

    internal SimulationRandom Random { get; }
    internal SimulationScheduler Scheduler { get; }
    internal VirtualClock Clock => Scheduler.Clock;
    internal SeededEntropy Entropy { get; }
    internal FlowStore Store { get; }
    internal ListedAudit Audit { get; } = new();
    internal List<Owner> Owners { get; }
    internal List<FlowRun> Runs { get; } = [];
    internal List<FlowProcess> Processes { get; } = [];
    internal List<string> Problems { get; } = [];

    /// <summary>One line for each thing that happened; null when nobody asked for it.</summary>
    internal List<string>? Lines { get; }

    /// <summary>What hangs, hangs on this; it opens when every user is done.</summary>
    internal Task Gate => _gate.Task;

    /// <summary>How many commits were refused to those who were taken over, and how often somebody tried what is another's.</summary>
    internal int Refused { get; set; }
    internal int Tried { get; set; }

    /// <summary>How many ghosts have begun: each has a name of its own.</summary>
    internal int Ghosts { get; set; }
    internal int EventsSeen => Runs.Sum(run => run.Events.Count);
    internal int Attempts => Runs.Sum(run => run.Attempts.Count);

    /// <summary>The process that is at work.</summary>
    internal FlowProcess Here => Processes.Find(process => process.Lane == TaskScheduler.Current) ?? throw new SimulationException($"Something runs on {TaskScheduler.Current}, which is no process.");

    internal void Run()
    {
        try
        {
            new FlowPlan(this).Begin();
            Scheduler.Run(_allDriven.Task);
            _gate.SetResult();
            Scheduler.Run(Scheduler.Start(new FlowEnd(this, _inner).FinishAsync));
            Scheduler.RunDry();
            if (Clock.Armed > 0)
                Problems.Add($"left at the end: {Clock.Armed} timers");
        }
        catch (SimulationException e)
        {
            Problems.Add(e.Message);
        }
    }

    internal FlowProcess StartProcess()
    {
        Processes.Add(new FlowProcess(this, Processes.Count, _services));
        return Processes[^1];
    }

    /// <summary>A process that is there for requests; a new one when there is none.</summary>
    internal FlowProcess AnyProcess()
    {
        FlowProcess[] there = [.. Processes.Where(process => process.TakesRequests)];
        return there.Length == 0 ? StartProcess() : Random.Pick(there);
    }

    /// <summary>Starts something that the world waits for.</summary>
    internal void Drive(string what, Func<Task> work)
    {
        _drivers++;
        _ = Scheduler.Start(async () =>
        {
            try
            {
                await work();
            }
            catch (ProcessLostException)
            {
                // Whoever asks once doesn't ask again.
            }
            catch (Exception e)
            {
                Problems.Add($"{what} failed: {e}");
            }

            if (--_drivers == 0)
                _allDriven.SetResult();
        });
    }

    internal Task DelayAsync(int atMostMilliseconds) => Task.Delay(TimeSpan.FromMilliseconds(1 + Random.Next(atMostMilliseconds)), Clock);

    /// <summary>Lets others go on: some work, or some time.</summary>
    internal async Task PauseAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Random.Chance(60))
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Pick([1, 20, 200, 900])), clock, cancellationToken);
    }

    internal FlowRun RunOf(Owner owner, RunId runId) =>
        Runs.Find(run => run.RunId == runId && Owners[run.Owner] == owner) ?? throw new SimulationException($"Owner {Owners.IndexOf(owner)} began no run {runId}.");

    internal UserExecutionContext ContextOf(int owner, RunId? runId = null) => UserExecutionContext.FromRequest(
        Owners[owner], new ThreadId("main"), Grants.Of("use"), new ContextOptions { RunId = runId, TimeProvider = Clock, EntropySource = Entropy });

    /// <summary>Something of a workflow begins: it must be time for it, and it must be for whom it says.</summary>
    internal FlowRun Begin(ExecutionClaim claim, string at, ContextValue input, int tries, bool once = false)
    {
        Scheduler.CheckThread("a step was run");
        var process = Here;
        var run = RunOf(claim.Owner, claim.RunId);
        Note($"run {run.Index}: '{at}' begins in process {process.Number} under epoch {claim.Epoch}");
        while (claim.Parent is { } parent)
            claim = parent;
        var attempt = claim.ExecutionId;
        run.Attempts.Add(attempt);
        if (Secrets.Foreign(input, run.Owner) >= 0)
            Problems.Add($"run {run.Index}: '{at}' was given the secret of another");
        if (run.CancelledBy is { } by && (by == process || !run.AttemptsBeforeCancel.Contains(attempt)))
            Problems.Add($"run {run.Index}: '{at}' began after its owner was told that the run is cancelled");
        if (!claim.IsHeld)
            Problems.Add($"run {run.Index}: '{at}' began without a claim");
        var begun = run.Begun[(attempt, at)] = run.Begun.GetValueOrDefault((attempt, at)) + 1;
        if (begun > tries)
            Problems.Add($"run {run.Index}: one attempt began '{at}' {begun} times");

        // Who was taken over learns of it with the next write; until then it may be a step too far.
        if (claim.Epoch >= run.Epoch && !at.StartsWith("haunted", StringComparison.Ordinal) && (run.Finished.Contains(at) || run.HasEnded))
            Problems.Add($"run {run.Index}: '{at}' began although {(run.HasEnded ? "the run" : "it")} was done");
        if (once && (run.BegunOnce[at] = run.BegunOnce.GetValueOrDefault(at) + 1) > 1)
            Problems.Add($"run {run.Index}: the call at '{at}', which may be made once, was made again");
        return run;
    }

    internal void Note(string line) => Lines?.Add($"{Clock.Elapsed.TotalMilliseconds,8} {line}");
}
