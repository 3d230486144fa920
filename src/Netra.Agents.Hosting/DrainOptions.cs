namespace Netra.Agents.Hosting;

/// <summary>How the library comes to rest when the host stops.</summary>
public sealed class DrainOptions
{
    /// <summary>How long runs that are under way may go on. The host's own shutdown timeout ends it too: set that to more.</summary>
    /// <value>20 seconds; zero to 1 hour.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(20);

    /// <exception cref="ArgumentOutOfRangeException">The grace is out of range.</exception>
    internal DrainOptions Checked() => Grace < TimeSpan.Zero || Grace > TimeSpan.FromHours(1)
        ? throw new ArgumentOutOfRangeException(nameof(Grace), Grace, "The grace must be zero to 1 hour.")
        : new DrainOptions { Grace = Grace };
}
