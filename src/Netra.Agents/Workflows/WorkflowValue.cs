using Netra.Agents.Contexts;
using Netra.Agents.Workflows;

namespace Netra.Agents;

/// <summary>Something that a workflow will know when it gets there: an output, a part of one, or what follows from them. Not a value yet.</summary>
/// <remarks>Immutable. What it reads is known when the workflow is built, so that reading what may not be there is a fault of the definition.</remarks>
public sealed class WorkflowValue
{
    private readonly Func<Frame, ContextValue, ContextValue> _read;

    internal WorkflowValue(Func<Frame, ContextValue, ContextValue> read, IReadOnlyList<DataRead> reads, string text) => (_read, Reads, Shown) = (read, reads, text);

    /// <summary>A member of a map; null where there is none.</summary>
    public WorkflowValue this[string name] => Then(value => value.TryGetValue(name, out var member) ? member : default, $"{Shown}.{name}");

    /// <summary>An item of a list, from 0; null past its end.</summary>
    public WorkflowValue this[int index] => Then(value => index >= 0 && index < value.Count && value.Kind == ContextValueKind.List ? value[index] : default, $"{Shown}[{index}]");

    internal IReadOnlyList<DataRead> Reads { get; }

    /// <summary>The expression, for diagrams and messages.</summary>
    internal string Shown { get; }

    /// <summary>The text; the step fails when it is something else.</summary>
    public WorkflowValue AsString() => Expect(ContextValueKind.String);

    /// <summary>The truth value; the step fails when it is something else.</summary>
    public WorkflowValue AsBoolean() => Expect(ContextValueKind.Boolean);

    /// <summary>The whole number; the step fails when it is something else.</summary>
    public WorkflowValue AsInt64() => Expect(ContextValueKind.Integer);

    /// <summary>The list; the step fails when it is something else.</summary>
    public WorkflowValue AsList() => Expect(ContextValueKind.List);

    /// <summary>The map; the step fails when it is something else.</summary>
    public WorkflowValue AsMap() => Expect(ContextValueKind.Map);

    /// <summary>True when it is equal to <paramref name="value"/>.</summary>
    public WorkflowValue Is(ContextValue value) => Then(actual => actual == value, $"{Shown} is {(value.Kind is ContextValueKind.List or ContextValueKind.Map ? value.Kind.ToString() : value.Text)}");

    /// <summary>True when it is not null.</summary>
    public WorkflowValue Exists() => Then(static value => !value.IsNull, $"{Shown} exists");

    /// <summary>The opposite of a truth value.</summary>
    public WorkflowValue Not() => Then(static value => !value.AsBoolean(), $"not {Shown}");

    /// <summary>What follows from it. The function must depend on nothing else and change nothing: it runs again when the run is resumed.</summary>
    public WorkflowValue Select(Func<ContextValue, ContextValue> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Then(function, $"f({Shown})");
    }

    /// <summary>Whether something holds for it. The function must depend on nothing else and change nothing: it runs again when the run is resumed.</summary>
    public WorkflowValue Test(Func<ContextValue, bool> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Then(value => function(value), $"test({Shown})");
    }

    /// <summary>Allows that the outputs it reads don't exist on some path; it is null then.</summary>
    public WorkflowValue OrNull() => new(_read, [.. Reads.Select(read => read with { Optional = true })], Shown);

    /// <summary>Allows that the outputs it reads don't exist on some path; it is <paramref name="fallback"/> then.</summary>
    public WorkflowValue Or(ContextValue fallback)
    {
        var orNull = OrNull().Then(value => value.IsNull ? fallback : value, Shown);
        return orNull;
    }

    /// <summary>The expression; values aren't known here.</summary>
    public override string ToString() => Shown;

    /// <exception cref="InvalidOperationException">What was read is not of the kind that is needed; the message says what was read, and no value.</exception>
    internal ContextValue Evaluate(Frame frame, ContextValue current)
    {
        try
        {
            return _read(frame, current);
        }
        catch (Exception e) when (e is not DataMismatchException)
        {
            throw new DataMismatchException($"'{IdText.Shown(Shown)}' can't be read: {(e is InvalidOperationException ? e.Message : e.GetType().Name)}", e);
        }
    }

    private WorkflowValue Expect(ContextValueKind kind) =>
        Then(value => value.Kind == kind ? value : throw new InvalidOperationException($"It is of kind {value.Kind}, not {kind}."), Shown);

    private WorkflowValue Then(Func<ContextValue, ContextValue> next, string text)
    {
        var read = _read;
        return new WorkflowValue((frame, current) => next(read(frame, current)), Reads, text);
    }
}
