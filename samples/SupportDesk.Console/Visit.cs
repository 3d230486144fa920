namespace SupportDesk.Terminal;

/// <summary>A customer and what they ask for, one after the other.</summary>
internal sealed record Visit(string Customer, IReadOnlyList<Request> Requests);
