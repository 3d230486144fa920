using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;
using static Netra.Agents.Tests.Workflows.GeneratedWorkflow;

namespace Netra.Agents.Tests.Workflows;

/// <summary>Runs a generated workflow in a host, answers its waits, takes it on after faults of its store, and notes what ran.</summary>
internal sealed class GeneratedHost : IAsyncDisposable
{
    private const string Name = "generated";

    /// <summary>The clock moves as fast as it can here, so that what hangs comes to its end: nothing else may run into a time of its own.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly TestHost _host;
    private readonly List<Sub> _subs = [];

    internal GeneratedHost(Node[] block, IStateStore? store = null) => _host = new TestHost(builder =>
    {
        if (store is not null)
        {
            builder.Services.AddSingleton(store);
        }

        builder.AddAgent("works", (execution, _) => AgentOutput.FromText(Note(execution.Input.AsString())));
        builder.AddAgent("throws", AgentOutput (execution, _) => throw new InvalidOperationException(Note(execution.Input.AsString())));
        builder.AddTool("works", "Works.", (string name) => Note(name), tool => tool.RequirePermission(TestHost.Permission).WithEffect(ToolEffect.Pure));
        builder.AddTool("fails", "Fails.", string (string name) => throw new InvalidOperationException(Note(name)), tool => tool.RequirePermission(TestHost.Permission).WithEffect(ToolEffect.Pure));
        builder.AddTool("denied", "Is denied.", (string name) => Note(name), tool => tool.RequirePermission("nobody has it").WithEffect(ToolEffect.Pure));
        builder.AddWorkflow(Name, workflow => Add(workflow, block));
        for (var i = 0; i < _subs.Count; i++)
        {
            var sub = _subs[i];
            builder.AddWorkflow(sub.Name, workflow => Add(workflow, sub.Body));
        }
    }, options => (options.ToolTimeout, options.Audit.WriteTimeout) = (Never, Never));

    internal ConcurrentQueue<string> Ran { get; } = new();

    internal TestHost Host => _host;

    /// <summary>Runs to the end, whatever it takes.</summary>
    internal async Task<AgentExecutionResult> RunAsync()
    {
        var context = _host.Context();
        var result = await MoveAsync(() => _host.Workflows.ExecuteAsync(Name, context, "in").AsTask());
        for (var i = 0; i < 200; i++)
        {
            if (result.Status == ExecutionStatus.Suspended)
            {
                var wait = result.Waits[0];
                result = await MoveAsync(() => _host.Workflows.ResumeAsync(_host.Context(), context.RunId, wait.WaitId, wait.Prompt).AsTask());
            }
            else if (result.Error?.Code is AgentErrorCodes.CheckpointFailed or AgentErrorCodes.AlreadyAnswered)
            {
                result = await MoveAsync(() => _host.Workflows.ResumeAsync(_host.Context(), context.RunId).AsTask());
            }
            else
            {
                return result;
            }
        }

        throw new InvalidOperationException("The run never ends.");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Moves the clock while a run may hang on it.</summary>
    private async Task<AgentExecutionResult> MoveAsync(Func<Task<AgentExecutionResult>> run)
    {
        while (true)
        {
            var running = run();
            while (!running.IsCompleted)
            {
                // However long a thread of the run is kept waiting by the machine, the clock doesn't run away from it.
                if (_host.Clock.GetUtcNow() - _host.Clock.Start < Never / 2)
                {
                    _host.Clock.Advance(TimeSpan.FromMilliseconds(100));
                }

                await Task.Yield();
            }

            try
            {
                return await running.Soon();
            }
            catch (FaultyStore.Fault)
            {
                // The host's own write met the fault: it asks again.
            }
        }
    }

    private string Note(string name)
    {
        Ran.Enqueue(name);
        return name;
    }

    private void Add(WorkflowBuilder workflow, Node[] block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            var (node, last, isLast) = (block[i], block[^1].Name, i == block.Length - 1);
            switch (node)
            {
                case Act act:
                    Add(workflow, act, last, isLast);
                    break;
                case Par par:
                    workflow.Parallel(node.Name, parallel =>
                    {
                        foreach (var (branch, at) in par.Branches.Select((branch, at) => (branch, at)))
                        {
                            parallel.Branch($"b{at}", inner => Add(inner, branch));
                        }

                        Rule(parallel.Join(par.Needed switch { 0 => WorkflowJoin.All, -1 => WorkflowJoin.FirstSuccess, var n => WorkflowJoin.Quorum(n) }), node.Rules, last, isLast);
                    });
                    break;
                case Choice choice:
                    workflow.Switch(node.Name, from => from.Literal(choice.Chosen), on =>
                    {
                        foreach (var (one, at) in choice.Cases.Select((one, at) => (one, at)))
                        {
                            on.Case(at, inner => Add(inner, one));
                        }

                        if (choice.LastIsDefault)
                        {
                            on.Default(inner => Add(inner, choice.Cases[^1]));
                        }

                        Rule(on, node.Rules, last, isLast);
                    });
                    break;
                case Repeat repeat:
                    workflow.Loop(node.Name, repeat.MaxTurns, inner => Add(inner, repeat.Body), from => from.Index.Is(repeat.Turns - 1), options => Rule(options, node.Rules, last, isLast));
                    break;
                case Each each:
                    workflow.ForEach(
                        node.Name, from => from.Literal(ContextValue.List([.. Enumerable.Range(0, each.Items).Select(at => (ContextValue)$"i{at}")])),
                        inner => Add(inner, each.Body), each.AtOnce, options => Rule(options, node.Rules, last, isLast));
                    break;
                case Sub sub:
                    // A default may be a case once more; it is one sub-workflow.
                    if (!_subs.Contains(sub))
                    {
                        _subs.Add(sub);
                    }

                    workflow.Workflow(node.Name, node.Name, options => Rule(options, node.Rules, last, isLast));
                    break;
            }
        }
    }

    private void Add(WorkflowBuilder workflow, Act act, string last, bool isLast)
    {
        _ = act.Work switch
        {
            Work.Agent => workflow.Agent(act.Name, "works", Named),
            Work.AgentThrows => workflow.Agent(act.Name, "throws", Named),
            Work.Tool => workflow.Tool(act.Name, "works", Arguments),
            Work.ToolFails => workflow.Tool(act.Name, "fails", Arguments),
            Work.ToolDenied => workflow.Tool(act.Name, "denied", Arguments),
            Work.Wait => workflow.Wait(act.Name, from => from.Literal(act.Name), options => Undone(Rule(options, act.Rules, last, isLast))),
            Work.FunctionTimesOut => workflow.Function(act.Name, async (_, cancellationToken) =>
            {
                Note(act.Name);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return default;
            }, step => Retried(step).WithTimeout(TimeSpan.FromSeconds(1))),
            _ => workflow.Function(act.Name, (step, _) => act.Work == Work.FunctionThrows || step.Attempt <= act.FailsFirst
                ? throw new InvalidOperationException(Note(act.Name)) : new ValueTask<ContextValue>(Note(act.Name)), step => Retried(step)),
        };

        void Named(StepBuilder step) => Retried(step).Input(from => from.Literal(act.Name));
        void Arguments(StepBuilder step) => Retried(step).Input(from => from.Map(("name", from.Literal(act.Name))));
        StepBuilder Retried(StepBuilder step)
        {
            Undone(Rule(step, act.Rules, last, isLast));
            return act.Tries == 1 ? step : step.WithRetry(new StepRetry { MaxAttempts = act.Tries, Delay = TimeSpan.Zero });
        }

        void Undone<T>(T step)
            where T : StepOptions<T>
        {
            if (act.Undo)
            {
                step.Undo(undo => undo.Function($"u{act.Name}", _ => Note($"undo {act.Name}")));
            }
        }
    }

    private static T Rule<T>(T step, Rules rules, string last, bool isLast)
        where T : StepOptions<T>
    {
        if (rules.When is { } when)
        {
            step.When(from => from.Literal(when));
        }

        if (rules.Always)
        {
            step.AlwaysRun();
        }

        return rules.OnFailure switch
        {
            OnFailure.Continue => step.ContinueOnFailure(),
            OnFailure.GoTo when !isLast => step.GoToOnFailure(last),
            _ => step,
        };
    }
}
