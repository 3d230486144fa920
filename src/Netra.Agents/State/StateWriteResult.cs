namespace Netra.Agents;

/// <summary>What became of a write: done, or not done because somebody else wrote first. Never a silent overwrite.</summary>
/// <param name="Succeeded">True when it was done.</param>
/// <param name="Version">The version that the store holds now; 0 when it holds nothing.</param>
public readonly record struct StateWriteResult(bool Succeeded, long Version)
{
    /// <summary>True when the expected version wasn't the one that the store holds.</summary>
    public bool IsConflict => !Succeeded;
}
