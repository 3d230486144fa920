using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace Netra.Agents.Extensions.AI;

/// <summary>The calls of models: a deadline for each, which holds although a client ignores its token; made again where nothing was received. Serves all owners, and keeps nothing of a call.</summary>
internal sealed class ModelCalls
{
    private static readonly ResiliencePropertyKey<AgentExecution> Execution = new("netra.execution");

    private readonly ChatAgentOptions _options;
    private readonly ResiliencePipeline? _retries;

    internal ModelCalls(ChatAgentOptions options, TimeProvider clock)
    {
        _options = options;
        _retries = options.MaxRetries == 0 ? null : new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = args => new(args.Outcome.Exception is ModelException { MayRepeat: true }),
            MaxRetryAttempts = options.MaxRetries,
            DelayGenerator = args => new(((ModelException)args.Outcome.Exception!).Fault.RetryAfter ?? DelayAfter(args.AttemptNumber, args.Context.Properties.GetValue(Execution, null!))),
        }).Build();
    }

    /// <summary>Asks, and hands on what comes as it comes.</summary>
    /// <exception cref="ModelException">There is no answer, or a part of one.</exception>
    internal async ValueTask AskAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        // While it waits for a model, an agent isn't dead: the model has a deadline of its own.
        using var quiet = question.Execution.ExpectQuiet((_options.ModelTimeout + _options.MaxRetryDelay) * (_options.MaxRetries + 1));
        if (_retries is null)
        {
            await AskOnceAsync(question, cancellationToken);
        }
        else
        {
            // Goes on where the agent runs, be that a simulation or a grain. It isn't given back to its pool: what has held an owner's is never used again.
            var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
            context.Properties.Set(Execution, question.Execution);
            await _retries.ExecuteAsync(static (at, call) => call.Calls.AskOnceAsync(call.Question, at.CancellationToken), context, (Calls: this, Question: question));
        }
    }

    private async ValueTask AskOnceAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.ModelTimeout, question.Execution.TimeProvider);
        using var linked = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var hasBegun = false;
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        Task<bool>? pending = null;
        try
        {
            updates = question.Client.GetStreamingResponseAsync(question.Messages, question.Options, deadline.Token).GetAsyncEnumerator(deadline.Token);
            while (true)
            {
                var moving = updates.MoveNextAsync();
                bool moved;
                if (moving.IsCompleted)
                {
                    moved = await moving;
                }
                else
                {
                    // A client that doesn't heed its token is left behind.
                    pending = moving.AsTask();
                    moved = await pending.WaitAsync(deadline.Token);
                    pending = null;
                }

                if (!moved)
                {
                    return;
                }

                hasBegun |= HasSomething(updates.Current);
                await question.TakeAsync(updates.Current);
            }
        }
        catch (Exception e) when (e is not NetraAgentsException && !cancellationToken.IsCancellationRequested)
        {
            throw Explained(e, deadline.IsCancellationRequested, hasBegun);
        }
        finally
        {
            if (pending is { IsCompleted: false })
            {
                _ = LeaveLaterAsync(updates!, pending);
            }
            else if (updates is not null)
            {
                await LeaveAsync(updates);
            }
        }
    }

    /// <summary>Many services begin with a piece that says who speaks, and nothing else.</summary>
    private static bool HasSomething(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is not TextContent { Text.Length: 0 })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Twice as long each time, by chance up to half more or less, so that those who failed together don't come back together. Chance comes from the execution, so that a simulation can repeat it.</summary>
    private TimeSpan DelayAfter(int attempt, AgentExecution execution)
    {
        var delay = _options.RetryDelay * Math.Pow(2, attempt) * ((500 + execution.NextRandom(1_001)) / 1_000.0);
        return delay < _options.MaxRetryDelay ? delay : _options.MaxRetryDelay;
    }

    private ModelException Explained(Exception exception, bool isLate, bool hasBegun)
    {
        var fault = isLate ? ModelFaults.TimedOut(_options.ModelTimeout) : _options.FaultOf?.Invoke(exception) ?? ModelFaults.Of(exception);
        return new ModelException(fault, fault.IsTransient && !hasBegun && !(fault.RetryAfter > _options.MaxRetryDelay), exception);
    }

    /// <summary>A stream can't be left while it is moving.</summary>
    private static async Task LeaveLaterAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Task<bool> moving)
    {
        await moving.ContinueWith(static moved => moved.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
        await LeaveAsync(updates);
    }

    /// <summary>The answer is had, or isn't: what a client has to say about its clean-up changes neither.</summary>
    private static async ValueTask LeaveAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            await updates.DisposeAsync();
        }
        catch (Exception e) when (e is not NetraAgentsException)
        {
        }
    }
}
