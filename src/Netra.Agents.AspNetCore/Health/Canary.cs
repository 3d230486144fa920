using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Netra.Agents.AspNetCore;

/// <summary>Runs one canary at a time, for as many probes as ask, and remembers for a while how it went.</summary>
internal sealed class Canary(IServiceProvider services, AgentHealthOptions options)
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
    private readonly IHostApplicationLifetime? _lifetime = services.GetService<IHostApplicationLifetime>();
    private Task<CanaryFinding>? _last;
    private long _lastEndedAt;
    private Task _run = Task.CompletedTask;

    /// <summary>How it went; a probe that gives up leaves the canary to the others.</summary>
    internal Task<CanaryFinding> AskAsync(CancellationToken cancellationToken)
    {
        if (_lifetime?.ApplicationStopping.IsCancellationRequested == true)
        {
            return Task.FromResult(CanaryFinding.Closed);
        }

        Task<CanaryFinding> asked;
        lock (_gate)
        {
            if (_last is null || (_last.IsCompleted && (!_last.IsCompletedSuccessfully || _clock.GetElapsedTime(_lastEndedAt) >= options.Remember)))
            {
                // What the canary does is no part of the request that happens to ask first.
                using (ExecutionContext.SuppressFlow())
                {
                    _last = Task.Run(LookAsync, CancellationToken.None);
                }
            }

            asked = _last;
        }

        return asked.WaitAsync(cancellationToken);
    }

    private async Task<CanaryFinding> LookAsync()
    {
        // One that is still under way past its deadline is the answer: a second would only be stuck beside it.
        var finding = _run.IsCompleted ? await RunAsync() : CanaryFinding.Stuck;
        lock (_gate)
        {
            _lastEndedAt = _clock.GetTimestamp();
        }

        return finding;
    }

    private async Task<CanaryFinding> RunAsync()
    {
        var core = services.GetRequiredService<IAgentExecutionCore>();
        var context = UserExecutionContext.FromRequest(CanaryAgent.Owner, ThreadId.New());
        var began = _clock.GetTimestamp();
        var flight = FlyAsync(core, context);
        _run = flight;
        try
        {
            var code = await flight.WaitAsync(options.Deadline, _clock);
            return CanaryFinding.Of(code, _clock.GetElapsedTime(began), options.DegradedAfter);
        }
        catch (TimeoutException)
        {
            _ = core.CancelAsync(context, context.RunId).AsTask();
            return CanaryFinding.TooLate(options.Deadline);
        }
    }

    /// <summary>Null when every event came, in order, and said what was asked; else the code of what went wrong.</summary>
    private async Task<string?> FlyAsync(IAgentExecutionCore core, UserExecutionContext context)
    {
        var question = context.RunId.ToString();
        var timeouts = new AgentTimeouts { Run = options.Deadline, Queue = options.Deadline };
        var (expected, hasText, wrong) = (1L, false, false);
        await foreach (var seen in core.StreamAsync(CanaryAgent.Name, context, new AgentRequest(question) { Timeouts = timeouts }))
        {
            wrong |= seen.Sequence != expected++ || seen.RunId != context.RunId;
            switch (seen)
            {
                case AgentText text:
                    hasText |= text.Text == question;
                    break;
                case AgentCompleted completed:
                    return wrong || !hasText || completed.Output != question ? CanaryFinding.WrongEvents : null;
                case AgentFailed failed:
                    return failed.Error?.Code ?? failed.WireName;
                case AgentTimedOut late:
                    return late.Error?.Code ?? late.WireName;
                case AgentTerminalEvent other:
                    return other.WireName;
            }
        }

        return CanaryFinding.WrongEvents;
    }
}
