using Netra.Agents.Execution;

namespace Netra.Agents.Workflows;

/// <summary>One attempt at one run of a workflow, from the start or from its checkpoints. It is the workflow's execution that acts: its claim, its events, its deadlines.</summary>
internal sealed partial class WorkflowAttempt(WorkflowHost host, WorkflowDefinition definition, RunningExecution execution)
{
    private readonly List<(StepNode Step, Frame Frame, ContextValue Output)> _undo = new(0);
    private List<(string Step, AgentError Error)>? _failures;
    private WorkflowStrands? _strands;
    private Exception? _exception;
    private volatile bool _broken;
    private bool _degraded;
    private bool _loaded;

    internal AgentExecution Execution => execution;

    internal WorkflowCheckpoints Checkpoints { get; } = new(host.Store, execution, execution.Claim.Parent is null);

    /// <summary>Made when a step first forks, waits or has a time of its own: most attempts need none.</summary>
    internal WorkflowStrands Strands => _strands ?? Interlocked.CompareExchange(ref _strands, new WorkflowStrands(), null) ?? _strands;

    internal WorkflowDefinition WorkflowNamed(string name) => host.Find(name)!;

    internal bool IsOnce(string tool) => host.IsOnce(tool);

    internal async ValueTask<AgentOutput> RunAsync(WorkflowResume? resume, CancellationToken cancellationToken)
    {
        try
        {
            if (resume is not null)
            {
                host.Alarms.Clear(execution.Context.Owner, execution.Context.RunId);
                Checkpoints.GoOn(resume.HeadVersion);
                await Checkpoints.LoadAsync(cancellationToken);
                _loaded = true;
                if (host.ShapeOf(definition).Misfit(resume.Head, Checkpoints.Places()) is { } misfit)
                {
                    return Ended(ExecutionStatus.Failed, AgentErrorCodes.DefinitionChanged, misfit);
                }
            }
            else if (!await Checkpoints.BeginAsync(HeadOf(null), 0))
            {
                return Ended(ExecutionStatus.Failed, AgentErrorCodes.Conflict, $"Run {execution.Context.RunId} was begun before and has checkpoints. Resume it, or begin another run.");
            }

            var (outcome, waits) = definition.MayWait ? await RunOrSuspendAsync(resume, cancellationToken) : (await RunToEndAsync(cancellationToken), null);
            if (waits is not null)
            {
                return AgentOutput.FromValue(default) with { Ending = new WorkflowEnding(ExecutionStatus.Suspended, null, waits) };
            }

            await ClearAsync();
            return outcome.Succeeded
                ? AgentOutput.FromValue(outcome.Output) with { IsDegraded = _degraded }
                : Ended(outcome.Error!.Code == AgentErrorCodes.Denied ? ExecutionStatus.Denied : ExecutionStatus.Failed, outcome.Error.Code, outcome.Error.Message);
        }
        catch (CheckpointException e)
        {
            _exception = e;
            return Ended(ExecutionStatus.Failed, AgentErrorCodes.CheckpointFailed, $"{e.Message} What was done after the last checkpoint isn't recorded. Resume the run when the store is well.");
        }
        catch (ExecutionFencedException e) when (execution.Claim.IsHeld)
        {
            _exception = e;
            return Ended(ExecutionStatus.Failed, AgentErrorCodes.Superseded, "Another attempt has taken the run over.");
        }
        finally
        {
            await DropIfStoppedAsync();
        }
    }

    /// <summary>Lets go of the checkpoints. All is done and known by now: a store that fails here takes nothing of it away, and leaves a run that comes to the same if it is resumed.</summary>
    private async ValueTask ClearAsync()
    {
        // The delete can be sent again without harm, whether or not the first one arrived.
        for (var tries = 2; tries > 0; tries--)
        {
            try
            {
                await Checkpoints.EndAsync();
                return;
            }
            catch (CheckpointException e) when (tries == 1)
            {
                execution.Run.Engine.Diagnostics.CheckpointsLeft(execution.Context.RunId, e.InnerException ?? e);
            }
            catch (CheckpointException)
            {
            }
        }
    }

    /// <summary>Stopped for good, not for a restart: nothing may resume it.</summary>
    private async ValueTask DropIfStoppedAsync()
    {
        if (!execution.Claim.IsHeld && execution.Result is { Status: not ExecutionStatus.Suspended, Error.Code: not AgentErrorCodes.ShuttingDown })
        {
            host.Alarms.Clear(execution.Context.Owner, execution.Context.RunId);
            await Checkpoints.DropAsync();
        }
    }

    /// <summary>The steps that have failed, as steps read them.</summary>
    internal ContextValue Failures()
    {
        lock (_undo)
        {
            return ContextValue.List([.. (_failures ?? []).Select(failure => ContextValue.Map(("step", failure.Step), ("code", failure.Error.Code), ("message", failure.Error.Message)))]);
        }
    }

    /// <summary>The attempt can't go on, but the run can: also what always runs is left to the next attempt.</summary>
    internal void Break() => _broken = true;

    /// <summary>Remembers what a function threw, for the host's own eyes.</summary>
    internal void Threw(Exception exception) => _exception ??= exception;

    internal ValueTask<AgentExecutionResult> CallAsync(string agent, ContextValue input, TimeSpan? timeout, CancellationToken cancellationToken) =>
        execution.CallAgentAsync(agent, new AgentRequest(input) { Timeouts = timeout is { } time ? new AgentTimeouts { Execution = time } : null }, cancellationToken);

    internal StepOutcome OutcomeOf(AgentExecutionResult result)
    {
        if (result.Exception is { } exception)
        {
            Threw(exception);
        }

        if (!result.Succeeded)
        {
            return result.Error!.Code == AgentErrorCodes.CallerCancelled ? StepOutcome.Cancelled : StepOutcome.Failed(result.Error);
        }

        _degraded |= result.Output!.IsDegraded;
        return StepOutcome.Completed(result.Output.Value);
    }

    /// <summary>The head under which this attempt writes. Made where it is needed, which is once for most.</summary>
    private CheckpointHead HeadOf(WorkflowResume? resume) => resume?.Head ?? CheckpointHead.Of(definition.Name, host.ShapeOf(definition), execution);

    private async ValueTask<StepOutcome> RunToEndAsync(CancellationToken cancellationToken)
    {
        var outcome = await RunBlockAsync(definition.Root, new Frame(this, definition.Scope, null, "", execution.Input), execution.Input, cancellationToken);
        if (outcome.Succeeded)
        {
            return outcome;
        }

        var message = MessageOf(outcome.Error!);
        return StepOutcome.Failed(outcome.Error!.Code, message + await UndoAsync(cancellationToken));
    }

    private string MessageOf(AgentError error) =>
        _failures?.Find(failure => failure.Error == error).Step is { } step ? $"Step '{step}' failed: {error.Message}" : error.Message;

    private AgentOutput Ended(ExecutionStatus status, string code, string message) =>
        AgentOutput.FromValue(default) with { Ending = new WorkflowEnding(status, new AgentError(code, message), _exception) };
}
