using Netra.Agents.Contexts;
using Netra.Agents.DependencyInjection;
using Netra.Agents.Diagnostics;
using Netra.Agents.Tests.Simulation.Invariants;

namespace Netra.Agents.Tests.Simulation.Worlds;

/// <summary>One system of users, agents, tools, connections and faults. Everything in it follows from the seed, and nothing from the worlds before it.</summary>
internal sealed class World
{
    private readonly TaskCompletionSource _gate = new();
    private readonly TaskCompletionSource _allDriven = new();
    private readonly HashSet<ApprovalId> _asked = [];
    private readonly string _surname;
    private readonly bool _hasSink;
    private int _drivers;

    /// <param name="seed">All that happens.</param>
    /// <param name="templates">What hosts there are; any worlds may have used them before.</param>
    /// <param name="isTraced">Whether to write down each thing that happens.</param>
    /// <param name="surname">What all owners are called besides; it must not matter.</param>
    internal World(ulong seed, WorldTemplate[] templates, bool isTraced, string surname = "")
    {
        _surname = surname;
        Random = new SimulationRandom(seed);
        var haste = Random.Chance(50) ? 0 : 5 + Random.Next(20);
        Trace = new WorldTrace { Lines = isTraced ? [] : null, Limits = WorldTemplate.Limits, IsPunctual = haste == 0 };
        Scheduler = new SimulationScheduler(Random.NextUInt64(), haste);
        Entropy = new SeededEntropy(Scheduler, Random.NextUInt64());
        Store = new WatchedStore(this);
        Audit = new WatchedAudit(this, isReal: Random.Chance(30));
        SinkIsBad = Random.Chance(40);

        var template = Random.Pick(templates);
        Scopes = new CountedScopes((Microsoft.Extensions.DependencyInjection.IServiceScopeFactory)template.Services.GetService(typeof(Microsoft.Extensions.DependencyInjection.IServiceScopeFactory))!);
        template.Slot.World = this;
        _hasSink = template.HasSink;
        Diagnostics = (AgentDiagnostics)template.Services.GetService(typeof(AgentDiagnostics))!;
        Host = HostComposition.Build(new WorldServices(template.Services, this));
    }

    internal SimulationRandom Random { get; }
    internal WorldTrace Trace { get; }
    internal SimulationScheduler Scheduler { get; }
    internal VirtualClock Clock => Scheduler.Clock;
    internal SeededEntropy Entropy { get; }
    internal WatchedStore Store { get; }
    internal WatchedAudit Audit { get; }
    internal CountedScopes Scopes { get; }
    internal HostComposition Host { get; }
    internal AgentDiagnostics Diagnostics { get; }

    /// <summary>What hangs, hangs on this; it opens when every run has ended.</summary>
    internal Task Gate => _gate.Task;

    internal bool SinkIsBad { get; }
    internal bool IsShutDown { get; set; }
    internal Dictionary<RunRecord, SeenRun> Sunk { get; } = [];

    /// <summary>The calls that their owner approved and was told so.</summary>
    internal HashSet<long> Approved { get; } = [];

    internal long LastCall { get; set; }

    /// <summary>How many bodies of agents and tools have begun and not ended.</summary>
    internal int CodeAtWork { get; set; }

    internal WorldTrace Run()
    {
        try
        {
            new WorldPlan(this, _surname).Begin();
            Scheduler.Run(_allDriven.Task);
            _gate.SetResult();
            Scheduler.RunDry();
            Scheduler.Run(Scheduler.Start(() => Host.DisposeAsync().AsTask()));
            Scheduler.RunDry();
            Scheduler.Run(Scheduler.Start(Audit.CheckAsync));
            Scheduler.RunDry();
            CheckSink();
        }
        catch (SimulationException e)
        {
            Trace.Problems.Add(e.Message);
        }

        Trace.Left.AddRange([
            ("bodies of agents or tools at work", CodeAtWork), ("service scopes not disposed", Scopes.Made - Scopes.Disposed),
            ("timers set", Clock.Armed), ("drivers", _drivers)]);
        return Trace;
    }

    /// <summary>A sink that took all that it was given was given all; unless the host went away before.</summary>
    private void CheckSink()
    {
        if (!_hasSink || IsShutDown)
            return;
        foreach (var run in Trace.Runs)
            if (run.Seen.Exists(seen => seen.Events.Count > 0) && !(Sunk.TryGetValue(run, out var sunk) && (sunk.IsComplete || sunk.MayMiss)))
                Trace.Problems.Add($"the sink did not get run {run.Index} to its end");
    }

    /// <summary>Starts something that the world waits for.</summary>
    internal void Drive(string what, Func<Task> work)
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
                Trace.Problems.Add($"{what} failed: {e}");
            }

            if (--_drivers == 0)
                _allDriven.SetResult();
        });
    }

    /// <summary>Lets others go on: some work, or some time.</summary>
    internal async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (Random.Chance(50))
            await Task.Yield();
        else
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Pick([1, 5, 30, 150, 700])), Clock, cancellationToken);
    }

    internal async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        using (cancellationToken.Register(static source => ((TaskCompletionSource)source!).TrySetResult(), cancelled))
            await cancelled.Task;
    }

    internal ContextOptions Options(RunId? runId) => new() { RunId = runId, TimeProvider = Clock, EntropySource = Entropy };

    internal RunId NewRunId() => new(NewId.Create(Clock, Entropy));

    internal RunRecord RunOf(RunId runId) => Trace.Runs.Find(run => run.RunId == runId) ?? throw new SimulationException($"Nobody began run {runId}.");

    /// <summary>Begins a body of an agent, and makes sure that it was given what is its own.</summary>
    internal Act Begin(AgentExecution execution, CancellationToken token)
    {
        Scheduler.CheckThread("an agent was called");
        CodeAtWork++;
        var run = RunOf(execution.Context.RunId);
        run.IsBegun = true;
        if (execution.Context.Owner != Trace.Owners[run.Owner] || execution.Input["run"].AsInt64() != run.Index)
            Trace.Problems.Add($"agent {execution.AgentName} of run {run.Index} got the context or the input of another");
        return new Act(this, run, execution, token);
    }

    internal void CheckSession(Session? session, RunRecord run, UserExecutionContext context)
    {
        if (session is { IsClosed: true })
            Trace.Problems.Add($"a session of run {run.Index} was closed in use");
        if (session is not null && (session.Owner != Trace.Owners[run.Owner] || session.Owner != context.Owner))
            Trace.Problems.Add($"run {run.Index} got the session of another owner");
    }

    internal void See(SeenRun seen, AgentEvent item)
    {
        if (seen.Events.Count == 2_000)
            throw new SimulationException($"{seen.Name} gets events without end.");
        seen.Events.Add(item);
        Trace.Lines?.Add($"{Clock.Elapsed.TotalMilliseconds,8} {seen.Name,-24} {item.FirstSequence}-{item.Sequence} {item.WireName} {item.Timestamp:mm:ss.fff} {item.AgentName} {item.ExecutionId} {item.ThreadId}");
        if (item is ToolApprovalRequested requested && _asked.Add(requested.ApprovalId))
            new Approver(this, seen.Owner, requested).Begin();
    }

    internal void Note(string line) => Trace.Lines?.Add($"{Clock.Elapsed.TotalMilliseconds,8} {line}");
}
