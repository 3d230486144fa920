namespace Netra.Agents;

/// <summary>What a model was asked to read and write, in tokens.</summary>
/// <param name="InputTokens">Tokens read.</param>
/// <param name="OutputTokens">Tokens written.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens);
