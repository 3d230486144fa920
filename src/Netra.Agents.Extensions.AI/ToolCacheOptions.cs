namespace Netra.Agents;

/// <summary>Which tools' results are kept, and for how long.</summary>
public sealed class ToolCacheOptions
{
    private readonly Dictionary<string, TimeSpan> _times = new(StringComparer.Ordinal);

    /// <summary>Keeps the results of a tool.</summary>
    /// <param name="toolName">A tool that is <see cref="ToolEffect.Pure"/>; a call of any other fails and says so.</param>
    /// <param name="time">For how long: more than zero.</param>
    public ToolCacheOptions Keep(string toolName, TimeSpan time)
    {
        ArgumentException.ThrowIfNullOrEmpty(toolName);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        _times[toolName] = time;
        return this;
    }

    internal IReadOnlyDictionary<string, TimeSpan> Copy() => new Dictionary<string, TimeSpan>(_times, StringComparer.Ordinal);
}
