using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;
using Netra.Agents.Tools;

namespace Netra.Agents.Execution;

/// <summary>One execution from its announcement to its end. What may be touched by several threads changes under the run's monitor.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A token source without a timer and without links holds nothing to free; disposing it would break a zombie that still holds its token.")]
internal sealed partial class RunningExecution : AgentExecution, IThreadPoolWorkItem, IValueTaskSource<AgentExecutionResult>
{
    private readonly AgentRun _run;
    private readonly RunningExecution? _parent;
    private readonly AgentRegistration _agent;
    private readonly UserExecutionContext _context;
    private readonly ExecutionClaim _claim;
    private readonly ContextValue _input;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ExecutionTerms _terms;
    private ManualResetValueTaskSourceCore<AgentExecutionResult> _promise;
    private IServiceScope? _scope;
    // The caller's activity until the agent begins, then the span of the execution.
    private Activity? _activity;
    private RunningExecution? _firstChild;
    private RunningExecution? _nextSibling;
    private ToolCall? _openCalls;
    private QuietPhase? _quiet;
    private object? _callerRegistration;
    // Of a run that waits, the scheduler of whoever asked for it; then the agent's work, while it goes on.
    private object? _schedulerOrWork;
    private long _startedUtcTicks;
    private long _progressUtcTicks;
    private int _lastOrdinal;
    private bool _hasSpan;
    // True once it can be put to work; until then whoever admits it leaves that to whoever asked for it.
    private bool _isPrepared;
    // Begins, once it was let in.
    private RunEntry _entry;
    // As small as its place between the others.
    private byte _status;

    internal RunningExecution(AgentRun run, RunningExecution? parent, AgentRegistration agent, UserExecutionContext context, ContextValue input, ExecutionTerms terms, long epoch = 1)
    {
        (_run, _parent, _agent, _context, _input, _terms) = (run, parent, agent, context, input, terms);
        _startedUtcTicks = _progressUtcTicks = parent is null && epoch == 1 ? run.Log.Clock.StartUtcTicks : run.UtcTicksNow;
        _claim = new ExecutionClaim(
            context.Run, new ExecutionId(Contexts.NewId.Create(new DateTimeOffset(_startedUtcTicks, TimeSpan.Zero), run.Engine.Entropy)), parent?._claim, agent.Name, parent?._claim.Epoch ?? epoch);
    }

    public override ExecutionId ExecutionId => _claim.ExecutionId;

    public override string AgentName => _agent.Name;

    public override UserExecutionContext Context => _context;

    public override ContextValue Input => _input;

    public override ContextValue OutputSchema => _terms.Shape?.Schema ?? default;

    public override string? OutputFault(ContextValue value) => _terms.Shape?.Fault(value);

    public override IServiceProvider Services => OwnerScopes.Services(ref _scope, _run.Engine.Scopes, _context);

    public override TimeProvider TimeProvider => _run.Engine.Clock;

    internal override ExecutionClaim Claim => _claim;

    internal AgentRun Run => _run;

    internal long StartedUtcTicks => _startedUtcTicks;

    internal ExecutionStatus Status
    {
        get => (ExecutionStatus)_status;
        private set => _status = (byte)value;
    }

    /// <summary>How it ended, or will; null before that is decided.</summary>
    internal AgentExecutionResult? Result => _result;

    internal CancellationToken Token => _cancellation.Token;

    /// <summary>What the workflow that runs here has to say to those who resume its run.</summary>
    internal object? Workflow { get; set; }

    internal ValueTask<AgentExecutionResult> Completion => new(this, _promise.Version);

    public override Guid NewId() => Contexts.NewId.Create(_run.Engine.Clock, _run.Engine.Entropy);

    public override int NextRandom(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        Span<byte> bytes = stackalloc byte[8];
        _run.Engine.Entropy.Fill(bytes);
        return (int)(BitConverter.ToUInt64(bytes) % (ulong)exclusiveMaximum);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_run.Identity)
        {
            if (Status != ExecutionStatus.Starting)
            {
                return;
            }

            Status = ExecutionTransitions.Move(Status, ExecutionStatus.Running);
        }

        if (_activity is not null || _run.Engine.Diagnostics.Traces)
        {
            _activity = _run.Engine.Diagnostics.StartAgent(_agent.ActivityName, _activity, _context, _claim);
            _hasSpan = true;
            if (!_claim.IsHeld)
            {
                // It was ended before its span could be seen.
                AgentDiagnostics.EndSpan(_activity, _result?.Error?.Code);
            }
        }

        ValueTask<AgentOutput> working;
        try
        {
            var pipeline = _parent is null && _run.Budget is { LimitsTime: true } budget ? budget.Counted(_agent.Pipeline) : _agent.Pipeline;
            working = pipeline(this, _cancellation.Token);
        }
        catch (Exception e)
        {
            AgentEnded(null, e);
            return;
        }

        if (working.IsCompletedSuccessfully)
        {
            AgentEnded(working.Result, null);
        }
        else
        {
            // By hand: a state machine would be one more object for each run that waits.
            var following = working.AsTask();
            _schedulerOrWork = following;
            following.GetAwaiter().UnsafeOnCompleted(Followed);
        }
    }

    private void Followed()
    {
        var working = (Task<AgentOutput>)_schedulerOrWork!;
        _schedulerOrWork = null;
        AgentEnded(
            working.IsCompletedSuccessfully ? new ValueTask<AgentOutput>(working).Result : null,
            working.IsCanceled ? new TaskCanceledException(working) : working.Exception?.InnerException);
    }

    AgentExecutionResult IValueTaskSource<AgentExecutionResult>.GetResult(short token) => _promise.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<AgentExecutionResult>.GetStatus(short token) => _promise.GetStatus(token);

    // A wait that names no context (AsTask) stays on the caller's scheduler all the same, if it has one of its own.
    void IValueTaskSource<AgentExecutionResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, TaskScheduler.Current == TaskScheduler.Default ? flags : flags | ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
}
