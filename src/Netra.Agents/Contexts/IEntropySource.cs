namespace Netra.Agents;

/// <summary>Where every id and every random number of the library comes from.</summary>
/// <remarks>
/// The default is cryptographically secure. Replace it (as a singleton in the service collection) only to make a test repeatable.
/// Implementations must be safe for concurrent use and must not block.
/// </remarks>
public interface IEntropySource
{
    /// <summary>Fills the whole of <paramref name="destination"/> with unpredictable bytes.</summary>
    void Fill(Span<byte> destination);
}
