namespace SupportDesk.Agents;

/// <summary>The variants of a product; the name is the customer's word for it.</summary>
public sealed record ShowProduct(string Name) : SupportIntent;
