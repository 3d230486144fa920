using CsCheck;

namespace Netra.Agents.Tests.Workflows;

/// <summary>A workflow as the property tests draw it, before it is built and before it is interpreted.</summary>
internal static class GeneratedWorkflow
{
    internal enum Work
    {
        Agent,
        Tool,
        Function,
        Wait,
        AgentThrows,
        ToolFails,
        ToolDenied,
        FunctionThrows,
        FunctionTimesOut,
    }

    internal enum OnFailure
    {
        Stop,
        Continue,
        GoTo,
    }

    internal sealed record Rules(bool? When, OnFailure OnFailure, bool Always);

    internal abstract record Node(Rules Rules)
    {
        internal string Name { get; set; } = "";
    }

    /// <param name="Rules">The policy.</param>
    /// <param name="Work">What it does, and how that goes.</param>
    /// <param name="FailsFirst">How often a function throws before it succeeds.</param>
    /// <param name="Tries">How often it is tried.</param>
    /// <param name="Undo">Whether it can be undone.</param>
    internal sealed record Act(Rules Rules, Work Work, int FailsFirst, int Tries, bool Undo) : Node(Rules);

    internal sealed record Par(Rules Rules, int Needed, Node[][] Branches) : Node(Rules);

    internal sealed record Choice(Rules Rules, int Chosen, Node[][] Cases, bool LastIsDefault) : Node(Rules);

    internal sealed record Repeat(Rules Rules, int Turns, int MaxTurns, Node[] Body) : Node(Rules);

    internal sealed record Each(Rules Rules, int Items, int AtOnce, Node[] Body) : Node(Rules);

    internal sealed record Sub(Rules Rules, Node[] Body) : Node(Rules);

    private static readonly Gen<Rules> AnyRules = Gen.Select(
        Of((8, (bool?)null), (1, true), (1, false)), Of((6, OnFailure.Stop), (2, OnFailure.Continue), (2, OnFailure.GoTo)), Of((5, false), (1, true)),
        (when, onFailure, always) => new Rules(when, onFailure, always));

    private static readonly Gen<Node> AnyAct = Gen.Select(
        AnyRules,
        Of(
            (5, Work.Agent), (4, Work.Tool), (8, Work.Function), (2, Work.Wait), (1, Work.AgentThrows), (1, Work.ToolFails), (1, Work.ToolDenied), (2, Work.FunctionThrows), (1, Work.FunctionTimesOut)),
        Gen.Int[0, 2], Gen.Int[1, 3], Gen.Bool,
        (rules, work, fails, tries, undo) => (Node)new Act(rules, work, work == Work.Function ? fails : 0, tries, undo));

    /// <summary>Sequences up to four deep, each node with a name of its own.</summary>
    internal static Gen<Node[]> Any { get; } = Blocks(3, 1).Select(block =>
    {
        var next = 0;
        NameAll(block, ref next);
        return block;
    });

    private static Gen<T> Of<T>(params (int Weight, T Value)[] choices) => Gen.Frequency(Array.ConvertAll(choices, choice => (choice.Weight, (IGen<T>)Gen.Const(choice.Value))));

    private static Gen<Node> Nodes(int depth)
    {
        if (depth == 0)
        {
            return AnyAct;
        }

        var inner = Blocks(depth - 1, 1);
        return Gen.Frequency(
            (6, AnyAct),
            (2, Gen.Select(AnyRules, Gen.Int[-1, 3], inner.Array[1, 3], (rules, needed, branches) => (Node)new Par(rules, Math.Min(needed, branches.Length), branches))),
            (1, Gen.Select(AnyRules, Gen.Int[0, 3], inner.Array[1, 3], Gen.Bool, (rules, chosen, cases, hasDefault) => (Node)new Choice(rules, chosen, cases, hasDefault))),
            (1, Gen.Select(AnyRules, Gen.Int[1, 3], Gen.Int[1, 3], inner, (rules, turns, most, body) => (Node)new Repeat(rules, turns, most, body))),
            (1, Gen.Select(AnyRules, Gen.Int[0, 3], Gen.Int[1, 3], inner, (rules, items, atOnce, body) => (Node)new Each(rules, items, atOnce, body))),
            (1, Gen.Select(AnyRules, inner, (rules, body) => (Node)new Sub(rules, body))));
    }

    private static Gen<Node[]> Blocks(int depth, int least) => Nodes(depth).Array[least, 3];

    private static void NameAll(Node[] block, ref int next)
    {
        foreach (var node in block)
        {
            node.Name = $"{node.GetType().Name.ToLowerInvariant()}{next++}";
            foreach (var inner in Inside(node))
            {
                NameAll(inner, ref next);
            }
        }
    }

    internal static IEnumerable<Node[]> Inside(Node node) => node switch
    {
        Par par => par.Branches,
        Choice choice => choice.Cases,
        Repeat repeat => [repeat.Body],
        Each each => [each.Body],
        Sub sub => [sub.Body],
        _ => [],
    };

    internal static IEnumerable<Node> All(Node[] block) => block.SelectMany(node => Inside(node).SelectMany(All).Prepend(node));
}
