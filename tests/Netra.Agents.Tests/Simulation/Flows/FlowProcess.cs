using Netra.Agents.DependencyInjection;
using Netra.Agents.Events;
using Netra.Agents.Execution;

namespace Netra.Agents.Tests.Simulation.Flows;

/// <summary>One process with a host in it. It can die at any moment, and with it all that it had to do; the store stays.</summary>
internal sealed class FlowProcess
{
    private readonly FlowWorld _world;
    private readonly List<Action> _open = [];

    internal FlowProcess(FlowWorld world, int number, IServiceProvider services)
    {
        (_world, Number) = (world, number);
        Lane = new SimulationLane(world.Scheduler);
        Clock = new LaneClock(world.Clock, Lane);
        Host = HostComposition.Build(new FlowServices(services, world, this));
    }

    internal int Number { get; }

    internal SimulationLane Lane { get; }

    internal TimeProvider Clock { get; }

    internal HostComposition Host { get; }

    /// <summary>False once it has died or was stopped.</summary>
    internal bool TakesRequests { get; private set; } = true;

    /// <summary>Has the process do something, as a request over the wire does.</summary>
    /// <exception cref="ProcessLostException">It died before it answered.</exception>
    internal async Task<T> AskAsync<T>(Func<Task<T>> work)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Action lose = () => answer.TrySetException(new ProcessLostException());
        if (Lane.IsDropped)
            throw new ProcessLostException();
        _open.Add(lose);
        Lane.Start(async () =>
        {
            try
            {
                answer.TrySetResult(await work());
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
            }
        });
        try
        {
            return await answer.Task;
        }
        finally
        {
            _open.Remove(lose);
        }
    }

    internal void Crash()
    {
        if (Lane.IsDropped)
            return;
        _world.Note($"process {Number} dies");
        TakesRequests = false;
        Lane.Drop();
        ReadLogs();
        foreach (var lose in _open.ToArray())
            lose();
    }

    /// <summary>Stops as a host is stopped that is given the time for it.</summary>
    internal async Task StopAsync()
    {
        TakesRequests = false;
        await AskAsync(async () =>
        {
            ReadLogs();
            await Host.DisposeAsync();
            return true;
        });
    }

    /// <summary>What this process has told of all runs: whoever reads its logs sees this.</summary>
    internal void ReadLogs()
    {
        foreach (var run in _world.Runs)
        {
            if (((AgentExecutionCore)Host.Core).Find(_world.Owners[run.Owner], run.RunId) is not { } known)
                continue;
            var cursor = new RunCursor(known.Log, _world.Owners[run.Owner], 0);
            var read = new List<AgentEvent>();
            while (cursor.TryRead(out var item))
                read.Add(item);
            FlowInvariants.CheckLog(_world, run, read, $"log of process {Number}, run {run.Index}");
        }
    }
}
