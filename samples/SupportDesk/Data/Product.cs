namespace SupportDesk.Data;

/// <summary>A product with its variants by item id. Products belong to nobody: every customer reads the same.</summary>
public sealed record Product(string Name, string ProductId, IReadOnlyDictionary<string, ProductVariant> Variants);
