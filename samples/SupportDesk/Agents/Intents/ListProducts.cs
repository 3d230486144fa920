namespace SupportDesk.Agents;

/// <summary>What the shop sells.</summary>
public sealed record ListProducts : SupportIntent;
