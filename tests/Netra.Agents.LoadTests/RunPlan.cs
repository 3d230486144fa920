namespace Netra.Agents.LoadTests;

/// <summary>What one run will do, and so what must be seen of it.</summary>
internal sealed record RunPlan(TimeSpan At, Owner Owner, int Tokens, ReaderKind Reader, int TurnAfter, IReadOnlyList<ToolUse> Tools)
{
    private const double ToolRuns = 0.20;
    private const double StuckTools = 0.01;
    private const double Slow = 0.02;
    private const double Reconnecting = 0.02;
    private const double Cancelling = 0.01;

    internal static RunPlan[] Draw(Trace trace, ZipfUsers users, int seed)
    {
        var random = new Random(seed);
        return [.. trace.Arrivals.Select(arrival => Draw(arrival, users, random))];
    }

    private static RunPlan Draw(Arrival arrival, ZipfUsers users, Random random)
    {
        var owner = users.Draw(random);
        var reader = random.NextDouble() switch
        {
            < Slow => ReaderKind.Slow,
            < Slow + Reconnecting => ReaderKind.Reconnects,
            < Slow + Reconnecting + Cancelling => ReaderKind.Cancels,
            _ => ReaderKind.Steady,
        };
        var tokens = Math.Max(1, arrival.Tokens);
        var tools = random.NextDouble() >= ToolRuns
            ? []
            : Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ToolUse(random.Next(tokens), DrawTool(random))).OrderBy(static use => use.BeforeToken).ToArray();
        return new RunPlan(arrival.At, owner, tokens, reader, random.Next(tokens / 2 + 1), tools);
    }

    private static string DrawTool(Random random) => random.NextDouble() < StuckTools ? LoadTools.Stuck : random.Next(4) == 0 ? LoadTools.Change : LoadTools.LookUp;
}
