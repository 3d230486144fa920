namespace SupportDesk.Agents;

/// <summary>A person instead of a program.</summary>
public sealed record TalkToHuman(string Summary) : SupportIntent;
