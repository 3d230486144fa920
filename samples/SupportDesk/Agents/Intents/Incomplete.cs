namespace SupportDesk.Agents;

/// <summary>Understood, but something is missing; the question asks for it.</summary>
public sealed record Incomplete(string Question) : SupportIntent;
