namespace SupportDesk.Agents;

/// <summary>What can be asked here.</summary>
public sealed record ShowHelp : SupportIntent;
