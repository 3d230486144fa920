namespace Netra.Agents.State;

/// <summary>The greatest epoch under which a run has written, and until when it is remembered.</summary>
internal readonly record struct StateEpoch(long Epoch, long ForgottenAtUtcTicks);
