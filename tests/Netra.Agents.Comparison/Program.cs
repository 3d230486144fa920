using System.Globalization;
using Netra.Agents.Benchmarks;
using Netra.Agents.Comparison;

// "short": a few seconds, to see that all lanes still run. "chat": the turns of chat agents alone. Otherwise 9 rounds, or as many as are asked for.
var isShort = args is ["short"];
var isChat = args is ["chat", ..];
var rounds = isShort ? 1 : args is [.., var given] && given != "chat" ? int.Parse(given, CultureInfo.InvariantCulture) : 9;
await using var ours = new OurLanes();
using var floor = new HandWritten();
await using var orleans = isShort || isChat ? null : await OrleansLanes.StartAsync();
using var others = new OtherLanes();
await using var chat = new ChatLanes();
Row[] rows = [.. isChat ? [] : Rows.All(ours, floor, new AgentFrameworkLanes(), others, orleans), .. chat.Rows()];
var lanes = rows.SelectMany(row => row.Lanes).ToArray();
var results = lanes.ToDictionary(lane => lane.Name, _ => new List<Measurement>());
var random = new Random(42);
for (var round = isShort ? 0 : -3; round < rounds; round++)
{
    random.Shuffle(lanes);
    foreach (var lane in lanes)
    {
        var measured = await Measurement.OfAsync(lane, Math.Max(64, (int)(lane.Operations * (isShort ? 0.02 : 1))));
        if (round >= 0)
        {
            results[lane.Name].Add(measured);
        }
    }
}

Console.WriteLine($"{rounds} rounds in one process, shuffled; medians; ratios are taken within a round: median (least to greatest)");
foreach (var row in rows)
{
    Console.WriteLine();
    Console.WriteLine(row.Name);
    foreach (var lane in row.Lanes)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {lane.Name,-34}{Median(results[lane.Name].Select(m => m.Nanoseconds)),12:N0} ns{Median(results[lane.Name].Select(m => m.Bytes)),10:N0} B"));
    }

    if (row.Floor is { } byHand)
    {
        Console.WriteLine($"  {Ratio(row.Ours, byHand)} times by hand");
    }

    if (row.Framework is { } framework)
    {
        var goal = row.Goal is { } most ? $"; the goal is at most {most.ToString(CultureInfo.InvariantCulture)}: {(Median(Ratios(row.Ours, framework)) <= most ? "met" : "missed")}" : "";
        Console.WriteLine($"  {Ratio(row.Ours, framework)} times {row.Rival}{goal}");
    }
}

return 0;

IEnumerable<double> Ratios(Lane mine, Lane other) => results[mine.Name].Zip(results[other.Name], (one, two) => one.Nanoseconds / two.Nanoseconds);

string Ratio(Lane mine, Lane other) => string.Create(CultureInfo.InvariantCulture, $"{Median(Ratios(mine, other)):F3} ({Ratios(mine, other).Min():F3} to {Ratios(mine, other).Max():F3})");

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return sorted[sorted.Length / 2];
}
