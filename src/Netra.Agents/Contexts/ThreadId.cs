using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Names a conversation that lasts over many requests.</summary>
/// <remarks>1 to 256 characters, no control characters, no lone surrogates; compared by ordinal, never normalised. A default value names nothing and is refused wherever an id is needed.</remarks>
public readonly record struct ThreadId
{
    private readonly string? _value;

    /// <summary>Takes a value that the host gives.</summary>
    /// <exception cref="ArgumentException">The value breaks the rule for ids; the message says how.</exception>
    public ThreadId(string value) => _value = IdText.Check(value, nameof(ThreadId));

    /// <summary>Makes a new id: full entropy, sortable by time (UUIDv7).</summary>
    public static ThreadId New() => New(TimeProvider.System, SystemEntropySource.Instance);

    internal static ThreadId New(TimeProvider clock, IEntropySource entropy) => new(NewId.Create(clock, entropy).ToString("N"));

    /// <summary>The text of the id.</summary>
    /// <exception cref="InvalidOperationException">This is a default value, which names nothing.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default ThreadId names nothing; make one with new ThreadId(text).");

    internal bool IsDefault => _value is null;

    /// <summary>The text of the id, or an empty text for a default value.</summary>
    public override string ToString() => _value ?? "";
}
