namespace Netra.Agents.Workflows;

/// <summary>One strand that waits for an answer.</summary>
internal sealed class PendingWait(WorkflowStrands strands, WorkflowWait wait)
{
    private readonly TaskCompletionSource<ContextValue?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    internal WorkflowWait Wait { get; } = wait;

    /// <summary>The answer; null when the strand was cancelled.</summary>
    internal Task<ContextValue?> Answer => _answer.Task;

    internal void Follow(CancellationToken cancellationToken) =>
        _registration = cancellationToken.UnsafeRegister(static pending => ((PendingWait)pending!).Cancel(), this);

    internal void Complete(ContextValue? value)
    {
        _registration.Unregister();
        _answer.TrySetResult(value);
    }

    internal void LetGo() => _registration.Unregister();

    private void Cancel() => strands.Cancel(this);
}
