namespace SupportDesk.Tests;

/// <summary>A row that differs from the fresh shop; no document if it is gone.</summary>
public sealed record ShopRow(string Table, string Id, string? Document);
