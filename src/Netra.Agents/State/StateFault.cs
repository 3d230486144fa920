namespace Netra.Agents;

/// <summary>A write that can't be done, whatever the version. Nothing of its batch was done.</summary>
/// <param name="Index">Its place in the batch.</param>
/// <param name="Key">Where it was to go.</param>
/// <param name="Code">Why.</param>
/// <param name="Message">Why, in words: without the value.</param>
public sealed record StateFault(int Index, StateKey Key, StateFaultCode Code, string Message);
