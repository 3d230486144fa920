using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>What a step may read, as it stands in <c>from => from.Output("triage")["kind"]</c>. Used while a workflow is built.</summary>
[SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "They are read from an instance, from, so that an expression reads like a sentence.")]
public sealed class WorkflowData
{
    private static DataRead[] Nothing => [];

    internal WorkflowData() { }

    /// <summary>What the workflow was asked.</summary>
    public WorkflowValue Input { get; } = new(static (frame, _) => frame.Input, Nothing, "input");

    /// <summary>What the step before gave; at the start of a sequence, what the sequence was given. A step that was left out or failed passes on what it got.</summary>
    public WorkflowValue Current { get; } = new(static (_, current) => current, Nothing, "current");

    /// <summary>The item of the list, in the steps of a for-each; null elsewhere.</summary>
    public WorkflowValue Item { get; } = new(static (frame, _) => frame.Item, Nothing, "item");

    /// <summary>The place in the list or the turn of the loop, from 0.</summary>
    public WorkflowValue Index { get; } = new(static (frame, _) => frame.Index, Nothing, "index");

    /// <summary>The steps that have failed so far, oldest first: a list of maps with <c>step</c>, <c>code</c> and <c>message</c>. One that failed because of a step inside of it isn't told again.</summary>
    public WorkflowValue Failures { get; } = new(static (frame, _) => frame.Attempt.Failures(), Nothing, "failures");

    /// <summary>The output of an earlier step.</summary>
    /// <param name="step">One that has run on every path that leads here; else say <see cref="WorkflowValue.OrNull"/>.</param>
    public WorkflowValue Output(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new WorkflowValue((frame, _) => frame.Get(step).Output, [new DataRead(step, false)], step);
    }

    /// <summary>What several earlier steps gave: a map by their names, without those that have no output.</summary>
    /// <param name="steps">Any earlier steps.</param>
    public WorkflowValue Outputs(params IReadOnlyList<string> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        string[] own = [.. steps];
        return new WorkflowValue(
            (frame, _) => ContextValue.Map([.. own.Select(step => (Name: step, Outcome: frame.Get(step))).Where(one => one.Outcome.Succeeded).Select(one => (one.Name, one.Outcome.Output))]),
            [.. own.Select(step => new DataRead(step, true))], $"outputs of {string.Join(", ", own)}");
    }

    /// <summary>How an earlier step ended: a map with <c>status</c> (<c>not_run</c>, <c>completed</c>, <c>skipped</c>, <c>failed</c>, <c>cancelled</c>), and <c>code</c> and <c>message</c> where it failed.</summary>
    /// <param name="step">Any earlier step.</param>
    public WorkflowValue Outcome(string step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new WorkflowValue((frame, _) => Describe(frame.Get(step)), [new DataRead(step, true)], $"outcome of {step}");
    }

    /// <summary>A fixed value.</summary>
    public WorkflowValue Literal(ContextValue value) => new((_, _) => value, Nothing, "literal");

    /// <summary>A map of several.</summary>
    public WorkflowValue Map(params IReadOnlyList<(string Name, WorkflowValue Value)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        (string Name, WorkflowValue Value)[] own = [.. entries];
        return new WorkflowValue(
            (frame, current) => ContextValue.Map(Array.ConvertAll(own, entry => (entry.Name, entry.Value.Evaluate(frame, current)))),
            [.. own.SelectMany(entry => entry.Value.Reads)], $"{{{string.Join(", ", own.Select(entry => entry.Name))}}}");
    }

    /// <summary>A list of several.</summary>
    public WorkflowValue List(params IReadOnlyList<WorkflowValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        WorkflowValue[] own = [.. items];
        return new WorkflowValue(
            (frame, current) => ContextValue.List(Array.ConvertAll(own, item => item.Evaluate(frame, current))),
            [.. own.SelectMany(item => item.Reads)], $"[{string.Join(", ", own.Select(item => item.Shown))}]");
    }

    private static ContextValue Describe(StepOutcome outcome)
    {
        var status = outcome.Status switch
        {
            StepStatus.NotRun => "not_run",
            StepStatus.Completed => "completed",
            StepStatus.Skipped => "skipped",
            StepStatus.Failed => "failed",
            _ => "cancelled",
        };
        return outcome.Error is { } error
            ? ContextValue.Map(("status", status), ("code", error.Code), ("message", error.Message))
            : ContextValue.Map(("status", status));
    }
}
