namespace SupportDesk.Agents;

/// <summary>Not understood. The answer says so and what would be.</summary>
public sealed record Unknown(string Text, string Answer) : SupportIntent;
