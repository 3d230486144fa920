using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;
using Netra.Agents.Fencing;

namespace Netra.Agents.Tools;

/// <summary>One call under way: opened with tool_executing, closed exactly once with tool_completed, by the tool, its deadline, its caller or the fence.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A token source without a timer and without links holds nothing to free; disposing it would break a tool that still holds its token.")]
internal sealed partial class ToolCall : ToolInvocation
{
    private readonly ToolDispatcher _dispatcher;
    private readonly IToolCallHost _host;
    private readonly ToolRegistration _registration;
    private readonly ToolExecuting _executing;
    private readonly bool _isAudited;
    private CancellationTokenSource? _cancellation;
    private TaskCompletionSource<ToolResult>? _promise;
    private UserExecutionContext? _context;
    private IServiceScope? _scope;
    private ToolCompleted? _completed;
    private bool _fenced;

    private ToolCall(ToolDispatcher dispatcher, IToolCallHost host, ToolRegistration registration, ToolExecuting executing, bool isAudited) =>
        (_dispatcher, _host, _registration, _executing, _isAudited) = (dispatcher, host, registration, executing, isAudited);

    public override ToolDefinition Tool => _registration.Definition;

    public override ContextValue Arguments => _executing.Arguments;

    public override string CallId => _executing.CallId;

    public override UserExecutionContext UserContext =>
        _context ?? Interlocked.CompareExchange(ref _context, _dispatcher.CreateChild(_host.Context, _registration.Definition.Name), null) ?? _context;

    public override IServiceProvider Services => OwnerScopes.Services(ref _scope, _dispatcher.Scopes, UserContext);

    public override string IdempotencyKey
    {
        get
        {
            var parts = ContextValue.List(
                "netra.tool-call.1", UserContext.TenantId.Value, UserContext.UserId.Value, _host.Claim.ExecutionId.ToString(), _executing.Ordinal, Tool.Name, Arguments);
            return Convert.ToHexStringLower(SHA256.HashData(parts.ToCanonicalUtf8Json()));
        }
    }

    internal ToolCall? Next { get; set; }

    /// <summary>True for the context of this call, and for those that were made from it.</summary>
    internal bool IsHeldBy(RequestId holder) => _context is { } context && context.RequestId == holder;

    internal long DueUtcTicks => _registration.Timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : _executing.Timestamp.UtcTicks + _registration.Timeout.Ticks;

    public override void ReportProgress()
    {
        _host.Claim.ThrowIfFallen();
        _host.Touch();
    }

    internal ValueTask<ToolResult> RunAsync(CancellationToken callerToken)
    {
        ValueTask<ContextValue> working;
        try
        {
            working = _registration.Invoke(this, Token());
        }
        catch (Exception e)
        {
            working = ValueTask.FromException<ContextValue>(e);
        }

        // Closes the door on services too, in case the tool has left code behind.
        if (!working.IsCompletedSuccessfully || Interlocked.CompareExchange(ref _scope, ClosedScope.Instance, null) is not null)
        {
            return WaitAsync(working, callerToken);
        }

        TryClose(working.Result, null);
        return new ValueTask<ToolResult>(Outcome());
    }

    internal void TimeOut()
    {
        if (TryClose(default, new AgentError(AgentErrorCodes.ToolTimedOut, $"Tool '{Tool.Name}' took longer than {_registration.Timeout}."), isResult: false))
        {
            Cancel();
        }
    }

    /// <summary>Closes the call because its execution ends: in the same step, before the terminal event.</summary>
    internal void FenceNeedsLock()
    {
        _fenced = true;
        _completed = new ToolCompleted(_executing, default, new AgentError(AgentErrorCodes.Abandoned, $"The execution ended while tool '{Tool.Name}' was at work."));
        _host.Log.AppendNeedsLock(_completed);
    }

    /// <summary>The rest of <see cref="FenceNeedsLock"/>, after the lock.</summary>
    internal void Abandon()
    {
        _dispatcher.Ended(_host, _registration, AgentErrorCodes.Abandoned);
        Audit(isResult: false);
        Cancel();
        _promise?.TrySetException(ExecutionFencedException.For(_host.Claim));
    }

    private CancellationToken Token()
    {
        if (!_registration.UsesToken)
        {
            return default;
        }

        _cancellation = new CancellationTokenSource();
        return _cancellation.Token;
    }

    private void Cancel()
    {
        if (_cancellation is { } cancellation)
        {
            BackgroundCancellation.Cancel(cancellation);
        }
    }

    private async ValueTask<ToolResult> WaitAsync(ValueTask<ContextValue> working, CancellationToken callerToken)
    {
        var promise = new TaskCompletionSource<ToolResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool closed;
        lock (_host.Claim.Run)
        {
            closed = _completed is not null;
            _promise = promise;
        }

        var finishing = FinishAsync(working);
        if (closed)
        {
            Cancel();
            return Outcome();
        }

        if (!finishing.IsCompleted && callerToken.CanBeCanceled && callerToken != _host.Token)
        {
            using (callerToken.UnsafeRegister(static call => ((ToolCall)call!).CancelByCaller(), this))
            {
                return await promise.Task;
            }
        }

        return await promise.Task;
    }

    private void CancelByCaller()
    {
        if (TryClose(default, new AgentError(AgentErrorCodes.CallerCancelled, $"The caller gave up tool '{Tool.Name}'."), isResult: false))
        {
            Cancel();
        }
    }

    /// <summary>Follows the tool's code to its end, whoever closed the call before. Its scope lives as long as its code: a session is never closed in use.</summary>
    private async Task FinishAsync(ValueTask<ContextValue> working)
    {
        ContextValue output = default;
        AgentError? error = null;
        try
        {
            output = await working;
        }
        catch (Exception e)
        {
            error = _dispatcher.ErrorOf(_registration, e);
        }

        if (Interlocked.Exchange(ref _scope, ClosedScope.Instance) is { } scope)
        {
            try
            {
                await OwnerScopes.DisposeAsync(scope);
            }
            catch (Exception e)
            {
                _dispatcher.ScopeFailed(_registration, e);
            }
        }

        TryClose(output, error);
    }

    private bool TryClose(ContextValue output, AgentError? error, bool isResult = true)
    {
        lock (_host.Claim.Run)
        {
            if (_completed is not null)
            {
                if (isResult)
                {
                    _dispatcher.LateResult();
                }

                return false;
            }

            _completed = new ToolCompleted(_executing, output, error);
            _host.Log.AppendNeedsLock(_completed);

            // In the same step: an execution without this call that nothing had happened to would look dead.
            _host.UnlinkNeedsLock(this);
            _host.Touch(_completed.Timestamp.UtcTicks);
        }

        _dispatcher.Ended(_host, _registration, error?.Code);
        Audit(isResult);
        _promise?.TrySetResult(Outcome());
        return true;
    }

    private ToolResult Outcome() => _fenced
        ? throw ExecutionFencedException.For(_host.Claim)
        : new ToolResult(Tool.Name, _completed!.Output, _completed.Error, _completed.Duration);
}
