using System.Globalization;

namespace Netra.Agents.LoadTests;

/// <summary>What is replayed, and how fast.</summary>
/// <param name="Speed">How many times faster than the trace.</param>
/// <param name="Minutes">How much of the trace.</param>
/// <param name="Users">Over how many users the runs are spread.</param>
/// <param name="Seed">Everything that is drawn comes from it.</param>
internal sealed record LoadOptions(double Speed = 60, double Minutes = 60, int Users = 2_000, int Seed = 1)
{
    internal const string Usage = "Usage: Netra.Agents.LoadTests [--speed 60] [--minutes 60] [--users 2000] [--seed 1] [--short]";

    /// <summary>Null, and what is wrong, when an argument is unknown or out of range.</summary>
    internal static LoadOptions? Parse(string[] arguments, out string? fault)
    {
        var options = new LoadOptions();
        fault = null;
        for (var i = 0; i < arguments.Length && fault is null; i++)
        {
            if (arguments[i] == "--short")
            {
                options = options with { Speed = 60, Minutes = 6 };
                continue;
            }

            var name = arguments[i];
            var text = i + 1 < arguments.Length ? arguments[++i] : "";
            fault = name switch
            {
                "--speed" => Read(text, 0.1, 10_000, out var speed) ? Set(options with { Speed = speed }) : $"--speed takes 0.1 to 10000, not '{text}'.",
                "--minutes" => Read(text, 0.1, 60, out var minutes) ? Set(options with { Minutes = minutes }) : $"--minutes takes 0.1 to 60, not '{text}'.",
                "--users" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var users) && users is > 1 and <= 1_000_000
                    ? Set(options with { Users = users }) : $"--users takes 2 to 1000000, not '{text}'.",
                "--seed" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
                    ? Set(options with { Seed = seed }) : $"--seed takes 0 to {int.MaxValue}, not '{text}'.",
                _ => $"'{name}' is not known.",
            };
        }

        return fault is null ? options : null;

        string? Set(LoadOptions changed)
        {
            options = changed;
            return null;
        }
    }

    private static bool Read(string text, double least, double most, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
}
