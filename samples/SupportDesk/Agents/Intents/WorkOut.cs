namespace SupportDesk.Agents;

/// <summary>A sum.</summary>
public sealed record WorkOut(string Expression) : SupportIntent;
