using System.Collections.Concurrent;
using Netra.Agents;

namespace GoldenPath;

/// <summary>Who is at which step, as the events of all runs tell it.</summary>
internal sealed class Board(IReadOnlyList<string> steps, Action<string, string, string>? changed = null) : IAgentEventSink
{
    private readonly ConcurrentDictionary<(string Customer, string Step), string> _marks = new();

    internal IReadOnlyList<string> Steps => steps;

    internal string this[string customer, string step] => _marks.GetValueOrDefault((customer, step), "");

    public ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
    {
        var (step, mark) = agentEvent switch
        {
            StepStarted x => (x.Step, "runs"),
            WorkflowWaiting x => (x.Wait.Step, "asks"),
            StepCompleted x => (x.Step, "done"),
            StepFailed x => (x.Step, "failed"),
            StepSkipped x => (x.Step, "left out"),
            _ => ("", ""),
        };
        if (steps.Contains(step))
        {
            var customer = agentEvent.Owner.UserId.Value;
            _marks[(customer, step)] = mark;
            changed?.Invoke(customer, step, mark);
        }

        return ValueTask.CompletedTask;
    }
}
