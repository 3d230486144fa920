using System.Text.Json;

namespace Netra.Agents.AspNetCore.Tests.Support;

internal static class Frames
{
    internal static string? Type(this JsonElement frame) => frame.GetProperty("type").GetString();
}
