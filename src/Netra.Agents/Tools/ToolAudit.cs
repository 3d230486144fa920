using System.Security.Cryptography;
using Netra.Agents.Audit;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Tools;

/// <summary>What tool calls leave in the audit trail: a refusal before its caller learns of it, an intent before the tool is reached, an outcome after.</summary>
internal sealed class ToolAudit(AuditRecorder recorder, TaskScheduler scheduler, AgentDiagnostics diagnostics)
{
    private readonly AuditHash _noArguments = new(SHA256.HashData("{}"u8));
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private int _atWork;

    internal bool Covers(ToolDefinition tool) => recorder.Calls switch
    {
        AuditedCalls.RefusalsOnly => false,
        AuditedCalls.All => true,
        _ => tool.Effect != ToolEffect.Pure,
    };

    /// <summary>Null when it was recorded, or the call goes on without; else why it must not.</summary>
    internal ValueTask<AgentError?> IntentAsync(IToolCallHost host, ToolDefinition tool, ContextValue arguments, int ordinal)
    {
        var hash = arguments.Size == 2 ? _noArguments : new AuditHash(SHA256.HashData(arguments.ToCanonicalUtf8Json()));
        var details = recorder.RecordsArguments ? ContextValue.Map(("arguments", arguments)) : default;
        var intent = Entry(host, AuditKinds.ToolIntent, tool.Name, AuditDecisions.Allowed, null, null, ordinal, hash, details);
        if (host.OwnerCalls.Unwritten is null)
        {
            var recording = recorder.TryRecordAsync(intent);
            if (!recording.IsCompletedSuccessfully)
            {
                return WaitAsync(host, intent, recording.AsTask());
            }

            return recording.Result ? default : WaitAsync(host, intent, Task.FromResult(false));
        }

        return WaitAsync(host, intent, null);
    }

    /// <summary>Records the end of a call. Nobody waits; what can't be written is kept, and the owner's next call waits for it.</summary>
    /// <param name="host">The execution.</param>
    /// <param name="toolName">The tool.</param>
    /// <param name="ordinal">The number of the call.</param>
    /// <param name="decision">What became of it.</param>
    /// <param name="error">Why, where it did not complete.</param>
    /// <param name="elsewhere">True where the thread is not the call's own: then nobody's code may run on it.</param>
    internal void Outcome(IToolCallHost host, string toolName, int ordinal, string decision, AgentError? error, bool elsewhere)
    {
        var isKnown = error is null || AgentErrorCodeSet.Contains(error.Code);
        var details = isKnown ? default : ContextValue.Map(("code", error!.Code));
        var entry = Entry(host, AuditKinds.ToolOutcome, toolName, decision, isKnown ? error?.Code : AgentErrorCodes.ToolFailed, error?.Message, ordinal, null, details);
        Task<bool>? recording = null;
        if (!elsewhere)
        {
            var inline = recorder.TryRecordAsync(entry);
            if (!inline.IsCompletedSuccessfully)
            {
                recording = inline.AsTask();
            }
            else
            {
                Settle(host, entry, inline.Result);
                return;
            }
        }

        Interlocked.Increment(ref _atWork);
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            _ = Task.Factory.StartNew(() => FollowAsync(host, entry, recording), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
        }
    }

    /// <summary>True when the refusal may be told.</summary>
    internal async ValueTask<bool> RefusalAsync(IToolCallHost host, string subject, string code, string message) =>
        await recorder.TryRecordAsync(Entry(host, AuditKinds.ToolRefusal, subject, AuditDecisions.Refused, code, message)) || !recorder.FailsClosed;

    /// <summary>True when the call may go on.</summary>
    internal async ValueTask<bool> ApprovalAsync(IToolCallHost host, string toolName, ApprovalId id) =>
        await recorder.TryRecordAsync(Entry(host, AuditKinds.Approval, toolName, AuditDecisions.Allowed, null, $"Request {id} was approved.")) || !recorder.FailsClosed;

    /// <summary>Waits until all outcomes are recorded or given up; each has a time.</summary>
    internal async ValueTask DrainAsync()
    {
        _isDraining = true;
        if (Volatile.Read(ref _atWork) > 0)
        {
            await _drained.Task;
        }
    }

    private async ValueTask<AgentError?> WaitAsync(IToolCallHost host, AuditEntry intent, Task<bool>? recording)
    {
        bool isKept, isSent;
        using (Quiet(host))
        {
            isSent = recording is not null || await WriteOwedAsync(host) || !recorder.FailsClosed;
            isKept = isSent && (recording is null ? await recorder.TryRecordAsync(intent) : await recording);
        }

        if (isKept || !recorder.FailsClosed)
        {
            return null;
        }

        // The intent may still come through: then the chain says that nothing followed from it.
        if (isSent)
        {
            host.OwnerCalls.Owe(intent with { Kind = AuditKinds.ToolOutcome, Decision = AuditDecisions.NotRun, Code = AgentErrorCodes.AuditUnavailable, ArgumentsHash = null, Details = default });
        }

        return new AgentError(AgentErrorCodes.AuditUnavailable, $"Tool '{intent.Subject}' was not called: the audit trail can't be written.");
    }

    /// <summary>The execution is not dead because its record takes a while; where it has ended, the call's opening says so.</summary>
    private IDisposable? Quiet(IToolCallHost host)
    {
        try
        {
            return host.ExpectQuiet(2 * recorder.Timeout);
        }
        catch (ExecutionFencedException)
        {
            return null;
        }
    }

    /// <summary>Writes what is owed of this owner's earlier calls, oldest first.</summary>
    private async ValueTask<bool> WriteOwedAsync(IToolCallHost host)
    {
        while (host.OwnerCalls.Unwritten?.Take() is { } owed)
        {
            if (!await recorder.TryRecordAsync(owed))
            {
                host.OwnerCalls.Owe(owed);
                return false;
            }
        }

        return true;
    }

    private async Task FollowAsync(IToolCallHost host, AuditEntry entry, Task<bool>? recording)
    {
        Settle(host, entry, recording is null ? await recorder.TryRecordAsync(entry) : await recording);
        if (Interlocked.Decrement(ref _atWork) == 0 && _isDraining)
        {
            _drained.TrySetResult();
        }
    }

    private void Settle(IToolCallHost host, AuditEntry outcome, bool isKept)
    {
        if (!isKept && !host.OwnerCalls.Owe(outcome))
        {
            diagnostics.AuditFailed("outcome_lost", null);
        }
    }

    private AuditEntry Entry(
        IToolCallHost host, string kind, string subject, string decision, string? code, string? reason, int ordinal = 0, AuditHash? argumentsHash = null, ContextValue details = default) =>
        new(host.Context.Owner, host.Context.RunId, host.Claim.ExecutionId, recorder.Now, kind, subject, decision, code, reason)
        {
            CallNumber = ordinal,
            ArgumentsHash = argumentsHash,
            Details = details,
        };
}
