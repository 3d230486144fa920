using System.Globalization;

namespace Netra.Agents.LoadTests;

/// <summary>The requests to replay, in order, and where they come from.</summary>
internal sealed record Trace(string Source, IReadOnlyList<Arrival> Arrivals)
{
    private const string Place = "shared/data/azure-llm-trace/conv.csv";

    /// <summary>The recorded hour where it is there; otherwise a made-up one of the same shape.</summary>
    internal static Trace Load(int seed)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var file = Path.Combine(at.FullName, Place);
            if (File.Exists(file))
            {
                return new Trace($"recorded trace {Place}", Read(file));
            }
        }

        return new Trace($"no {Place} above {AppContext.BaseDirectory}: a generated trace of the same shape", Generate(seed));
    }

    internal Trace First(TimeSpan duration) => this with { Arrivals = [.. Arrivals.TakeWhile(arrival => arrival.At < duration)] };

    private static List<Arrival> Read(string file)
    {
        var arrivals = new List<Arrival>();
        DateTime? first = null;
        foreach (var line in File.ReadLines(file).Skip(1).Where(static line => line.Length > 0))
        {
            var fields = line.Split(',');
            var at = DateTime.Parse(fields[0], CultureInfo.InvariantCulture);
            first ??= at;
            arrivals.Add(new Arrival(at - first.Value, int.Parse(fields[2], CultureInfo.InvariantCulture)));
        }

        return arrivals;
    }

    /// <summary>As in the recorded hour: 5.4 requests a second; two kinds of answers, of about 90 and of about 410 tokens, at most 1,000.</summary>
    private static List<Arrival> Generate(int seed)
    {
        var random = new Random(seed);
        var arrivals = new List<Arrival>();
        var at = TimeSpan.Zero;
        while (at < TimeSpan.FromHours(1))
        {
            var scale = random.NextDouble() < 0.64 ? 90 * Math.Exp(0.5 * Normal(random)) : 410 * Math.Exp(0.13 * Normal(random));
            arrivals.Add(new Arrival(at, Math.Clamp((int)scale, 7, 1_000)));
            at += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / 5.4);
        }

        return arrivals;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
