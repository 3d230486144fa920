using Netra.Agents.Fencing;

namespace Netra.Agents.Audit;

/// <summary>Waits for a host's store, but not for ever: it may ignore its token.</summary>
internal static class StoreCall
{
    /// <exception cref="AuditUnavailableException">The time is over; what the call does is not known.</exception>
    internal static async ValueTask<T> BoundAsync<T>(ValueTask<T> call, TimeSpan timeout, TimeProvider clock, CancellationTokenSource cancellation)
    {
        if (call.IsCompleted)
        {
            return await call;
        }

        // What is awaited comes back to this scheduler; a task of the store's own could come back on the thread pool.
        var following = FollowAsync(call);
        try
        {
            return await following.WaitAsync(timeout, clock);
        }
        catch (TimeoutException e) when (!following.IsCompleted)
        {
            BackgroundCancellation.Cancel(cancellation);
            BackgroundCancellation.Forget(following);
            throw new AuditUnavailableException($"The store of the audit trail did not answer within {timeout}.", e);
        }
    }

    internal static async ValueTask BoundAsync(ValueTask call, TimeSpan timeout, TimeProvider clock, CancellationTokenSource cancellation) =>
        await BoundAsync(AnsweredAsync(call), timeout, clock, cancellation);

    private static async ValueTask<bool> AnsweredAsync(ValueTask call)
    {
        await call;
        return true;
    }

    private static async Task<T> FollowAsync<T>(ValueTask<T> call) => await call;
}
