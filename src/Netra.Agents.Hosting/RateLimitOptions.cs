using System.Threading.RateLimiting;

namespace Netra.Agents.Hosting;

/// <summary>How often an owner may ask. Each owner has a partition of its own: what one uses up, no other lacks.</summary>
public sealed class RateLimitOptions
{
    /// <summary>How often an owner may begin runs.</summary>
    /// <value>Null: as often as it likes.</value>
    public Func<Owner, RateLimiter>? Runs { get; set; }

    /// <summary>How often an owner may call tools.</summary>
    /// <value>Null: as often as it likes.</value>
    public Func<Owner, RateLimiter>? ToolCalls { get; set; }
}
