namespace SupportDesk.Data;

/// <summary>Where a customer lives or an order goes.</summary>
public sealed record Address(string Address1, string Address2, string City, string Country, string State, string Zip);
