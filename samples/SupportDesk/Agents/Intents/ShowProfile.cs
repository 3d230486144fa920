namespace SupportDesk.Agents;

/// <summary>What the shop knows about the customer.</summary>
public sealed record ShowProfile : SupportIntent;
