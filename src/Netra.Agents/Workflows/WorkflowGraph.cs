namespace Netra.Agents.Workflows;

/// <summary>A definition as nodes and edges, for diagrams. Pure.</summary>
internal sealed class WorkflowGraph
{
    private readonly List<Node> _nodes = [];
    private readonly List<Edge> _edges = [];

    internal enum Form
    {
        Step,
        End,
        Choice,
        Block,
        Wait,
    }

    internal IReadOnlyList<Node> Nodes => _nodes;

    internal IReadOnlyList<Edge> Edges => _edges;

    internal static WorkflowGraph Of(WorkflowDefinition definition)
    {
        var graph = new WorkflowGraph();
        var start = graph.Add(definition.Name, "", Form.End);
        var ends = graph.Sequence(definition.Root, [new Open(start, "", false)]);
        var end = graph.Add("end", "", Form.End);
        graph.Connect(ends, end);
        graph._edges.Sort(static (one, other) => (one.From, one.To).CompareTo((other.From, other.To)));
        return graph;
    }

    /// <param name="Id">From 0, in the order of the steps.</param>
    /// <param name="Label">The step.</param>
    /// <param name="Detail">What it does; empty for the ends.</param>
    /// <param name="Form">How it is drawn.</param>
    internal sealed record Node(int Id, string Label, string Detail, Form Form);

    internal sealed record Edge(int From, int To, string Label, bool IsFailure);

    /// <summary>An edge that doesn't know yet where it leads.</summary>
    private sealed record Open(int From, string Label, bool IsFailure);

    private List<Open> Sequence(Block block, List<Open> entries)
    {
        var open = entries;
        var jumps = new List<(string Target, Open Edge)>();
        foreach (var step in block.Steps)
        {
            open.AddRange(jumps.Where(jump => jump.Target == step.Name).Select(jump => jump.Edge));
            jumps.RemoveAll(jump => jump.Target == step.Name);
            var (first, ends) = Draw(step);
            if (step.Policy.Condition is { } condition)
            {
                // What leads here leads past the step as well.
                ends.AddRange(open.Select(edge => edge with { Label = Joined(edge.Label, "else") }));
                open = [.. open.Select(edge => edge with { Label = Joined(edge.Label, $"if {condition}") })];
            }

            Connect(open, first);

            if (step.Policy is { OnFailure: FailureAction.GoTo, GoTo: { } target })
            {
                jumps.Add((target, new Open(first, "fails", true)));
            }

            open = ends;
        }

        return open;
    }

    private (int First, List<Open> Ends) Draw(StepNode step)
    {
        var first = Add(step.Name, DetailOf(step), step.Kind switch
        {
            StepKind.Switch => Form.Choice,
            StepKind.Wait => Form.Wait,
            _ when step.Blocks.Count > 0 || step.Kind == StepKind.Workflow => Form.Block,
            _ => Form.Step,
        });
        if (step.Policy.Undo is { } undo)
        {
            Sequence(undo, [new Open(first, "undo", true)]);
        }

        switch (step)
        {
            case HandOffStep handOff:
                DrawAgents(first, handOff.Allowed.SelectMany(pair => pair.Value.Select(next => (pair.Key, next))), handOff.First, "begins");
                return (first, [new Open(first, "", false)]);
            case SupervisorStep supervisor:
                DrawAgents(first, supervisor.Workers.Select(worker => (supervisor.Agent, worker)), supervisor.Agent, "plans");
                return (first, [new Open(first, "", false)]);
        }

        if (step.Blocks.Count == 0)
        {
            return (first, [new Open(first, "", false)]);
        }

        if (step.OpensScope)
        {
            // A turn or an item leads back to its step, which then goes on.
            Connect(Sequence(step.Blocks[0].Block, [new Open(first, step is LoopStep loop ? $"up to {loop.MaxTurns} turns" : "each item", false)]), first);
            return (first, [new Open(first, step is LoopStep until ? $"until {until.Until}" : "all done", false)]);
        }

        var ends = step.Blocks.SelectMany(branch => Sequence(branch.Block, [new Open(first, branch.Label, false)])).ToList();
        switch (step)
        {
            case ParallelStep parallel:
                var join = Add("join", parallel.Join.ToString(), Form.Step);
                Connect(ends, join);
                return (first, [new Open(join, "", false)]);
            case SwitchStep { HasDefault: false }:
                ends.Add(new Open(first, "else", false));
                break;
        }

        return (first, ends);
    }

    private void DrawAgents(int from, IEnumerable<(string From, string To)> edges, string first, string label)
    {
        var nodes = new Dictionary<string, int>(StringComparer.Ordinal);
        _edges.Add(new Edge(from, NodeOf(first), label, false));
        foreach (var (agent, next) in edges)
        {
            _edges.Add(new Edge(NodeOf(agent), NodeOf(next), "", false));
        }

        int NodeOf(string agent) => nodes.TryGetValue(agent, out var node) ? node : nodes[agent] = Add(agent, "agent", Form.Step);
    }

    private static string DetailOf(StepNode step)
    {
        if (step is SwitchStep on)
        {
            // The name of one that was given none says it.
            return on.Name.StartsWith("switch on ", StringComparison.Ordinal) ? "" : $"switch on {on.On}";
        }

        var kind = step.Kind switch
        {
            StepKind.ForEach => "for each",
            StepKind.HandOff => "hand-off",
            _ => step.Kind.ToString().ToLowerInvariant(),
        };
        var target = step.Kind is StepKind.Agent or StepKind.Tool or StepKind.Workflow && step.Target != step.Name ? $" {step.Target}" : "";
        return $"{kind}{target}{(step.Policy.AlwaysRun ? ", always runs" : "")}";
    }

    private static string Joined(string label, string more) => label.Length == 0 ? more : $"{label}, {more}";

    private int Add(string label, string detail, Form form)
    {
        _nodes.Add(new Node(_nodes.Count, label, detail, form));
        return _nodes.Count - 1;
    }

    private void Connect(IEnumerable<Open> open, int to) => _edges.AddRange(open.Select(edge => new Edge(edge.From, to, edge.Label, edge.IsFailure)));
}
