namespace SupportDesk.Data;

/// <summary>A customer's name.</summary>
public sealed record CustomerName(string FirstName, string LastName);
