using System.Text.Json;

namespace SupportDesk.Tests.Retail;

/// <summary>One recorded tool call and what it printed.</summary>
public sealed record RetailAction(string Name, JsonElement Arguments, string Output);
