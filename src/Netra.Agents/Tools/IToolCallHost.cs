using Netra.Agents.Events;

namespace Netra.Agents.Tools;

/// <summary>What a tool call needs of the execution that makes it. Owned here, implemented by the room that runs executions.</summary>
internal interface IToolCallHost
{
    UserExecutionContext Context { get; }
    ExecutionClaim Claim { get; }
    RunLog Log { get; }
    OwnerCalls OwnerCalls { get; }
    CancellationToken Token { get; }

    /// <summary>Takes one of the run's steps and a number for the call; false when the run has used up its steps.</summary>
    bool TryTakeStepNeedsLock(out int ordinal);

    void LinkNeedsLock(ToolCall call);

    void UnlinkNeedsLock(ToolCall call);

    /// <summary>Notes that something happened, so that the execution is not taken for dead.</summary>
    void Touch();

    /// <summary>Notes the same for a moment that was just read from the run's clock.</summary>
    void Touch(long utcTicksNow);

    /// <summary>The execution is not taken for dead while this is not disposed and the time is not over.</summary>
    IDisposable ExpectQuiet(TimeSpan duration);

    /// <summary>False where nothing is counted.</summary>
    bool HasBudget { get; }

    ValueTask<CallReservation> ReserveCallAsync(ToolDefinition tool);

    ValueTask SettleCallAsync(CallReservation reservation, bool wasCalled);

    /// <summary>The run waits for a person: it holds no slot until it goes on.</summary>
    void BeginBreak();

    /// <summary>The run goes on when it has a slot again, or has ended.</summary>
    Task EndBreakAsync();
}
