using SupportDesk.Data;

namespace SupportDesk.Tools;

/// <summary>One item of an order and the variant that takes its place.</summary>
public sealed record ItemSwap(OrderItem Old, ProductVariant New);
