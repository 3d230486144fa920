namespace Netra.Agents.LoadTests;

/// <summary>The times of the simulated world at a speed. None is finer than the system's timers can keep.</summary>
internal sealed class Pace(double speed)
{
    /// <summary>What a model takes for a token.</summary>
    internal TimeSpan Token { get; } = TimeSpan.FromMilliseconds(30) / speed;

    /// <summary>How often an agent wakes to emit the tokens that are due.</summary>
    internal TimeSpan Tick { get; } = Scaled(30, speed, least: 5);

    /// <summary>How long a tool works.</summary>
    internal TimeSpan Tool { get; } = Scaled(200, speed, least: 2);

    /// <summary>How long a tool may take that hangs.</summary>
    internal TimeSpan StuckToolTimeout { get; } = Scaled(30_000, speed, least: 250);

    /// <summary>How long a slow reader waits between two reads.</summary>
    internal TimeSpan SlowRead { get; } = Scaled(600, speed, least: 10);

    /// <summary>How long a reader that comes back was away.</summary>
    internal TimeSpan Away { get; } = Scaled(3_000, speed, least: 20);

    /// <summary>How long an ended run can be read: the library's 2 minutes, as fast as everything else.</summary>
    internal TimeSpan Retention { get; } = Scaled(120_000, speed, least: 2_000);

    internal TimeSpan At(TimeSpan inTrace) => inTrace / speed;

    private static TimeSpan Scaled(double milliseconds, double speed, double least) => TimeSpan.FromMilliseconds(Math.Max(least, milliseconds / speed));
}
