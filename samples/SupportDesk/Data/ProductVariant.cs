namespace SupportDesk.Data;

/// <summary>One thing on the shelf: a product with its options chosen.</summary>
public sealed record ProductVariant(
    string ItemId,
    IReadOnlyDictionary<string, string> Options,
    bool Available,
    decimal Price);
