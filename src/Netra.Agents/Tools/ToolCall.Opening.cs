namespace Netra.Agents.Tools;

/// <summary>How a call begins, and what its end leaves in the audit trail.</summary>
internal sealed partial class ToolCall
{
    /// <summary>Begins a call; null when the run has used up its steps.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    internal static ToolCall? TryOpen(ToolDispatcher dispatcher, IToolCallHost host, ToolRegistration registration, ContextValue arguments)
    {
        ToolCall call;
        lock (host.Claim.Run)
        {
            host.Claim.ThrowIfFallen();
            if (!host.TryTakeStepNeedsLock(out var ordinal))
            {
                return null;
            }

            call = OpenNeedsLock(dispatcher, host, registration, arguments, ordinal, isAudited: false);
        }

        host.Touch(call._executing.Timestamp.UtcTicks);
        return call;
    }

    /// <summary>Takes a step and a number for a call that begins when its intent is recorded; false when the run has used up its steps.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    internal static bool TryTakeStep(IToolCallHost host, out int ordinal)
    {
        lock (host.Claim.Run)
        {
            host.Claim.ThrowIfFallen();
            return host.TryTakeStepNeedsLock(out ordinal);
        }
    }

    /// <summary>Begins a call whose intent is recorded.</summary>
    /// <exception cref="ExecutionFencedException">The execution has ended.</exception>
    internal static ToolCall Open(ToolDispatcher dispatcher, IToolCallHost host, ToolRegistration registration, ContextValue arguments, int ordinal)
    {
        ToolCall call;
        lock (host.Claim.Run)
        {
            host.Claim.ThrowIfFallen();
            call = OpenNeedsLock(dispatcher, host, registration, arguments, ordinal, isAudited: true);
        }

        host.Touch(call._executing.Timestamp.UtcTicks);
        return call;
    }

    private static ToolCall OpenNeedsLock(ToolDispatcher dispatcher, IToolCallHost host, ToolRegistration registration, ContextValue arguments, int ordinal, bool isAudited)
    {
        var call = new ToolCall(dispatcher, host, registration, new ToolExecuting(host.Claim, ordinal, registration.Definition.Name, arguments), isAudited);
        host.Log.AppendNeedsLock(call._executing);
        host.LinkNeedsLock(call);
        return call;
    }

    private void Audit(bool isResult)
    {
        if (_isAudited)
        {
            var error = _completed!.Error;
            var decision = error is null ? AuditDecisions.Completed : isResult ? AuditDecisions.Failed : AuditDecisions.Unknown;
            _dispatcher.Outcome(_host, _registration, _executing.Ordinal, decision, error, elsewhere: !isResult);
        }
    }
}
