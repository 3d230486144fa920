namespace Netra.Agents.AspNetCore;

/// <summary>Some events of a run, read without waiting for what has not happened yet.</summary>
internal static class RunPage
{
    private const int Most = 500;

    /// <exception cref="RunNotFoundException">The run is not retained any more.</exception>
    internal static async Task<(List<AgentEvent> Events, bool HasMore)> ReadAsync(IAgentExecutionCore core, RunInfo run, long after, CancellationToken cancellationToken)
    {
        var context = UserExecutionContext.FromRequest(run.Owner, ThreadId.New());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<AgentEvent> events = [];
        await using var reader = core.SubscribeAsync(context, run.RunId, after, enough.Token).GetAsyncEnumerator(enough.Token);
        while (events.Count < Most)
        {
            var next = reader.MoveNextAsync();
            if (!next.IsCompleted)
            {
                // All that there is was read; what comes later is for the next page.
                await enough.CancelAsync();
                try
                {
                    if (await next)
                    {
                        events.Add(reader.Current);
                    }
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // As was asked.
                }

                return (events, false);
            }

            if (!await next)
            {
                return (events, false);
            }

            events.Add(reader.Current);
        }

        return (events, true);
    }
}
