using Microsoft.Extensions.Logging;

namespace Netra.Agents.Tests.Diagnostics;

internal sealed record LogLine(int Id, LogLevel Level, string Message, IReadOnlyDictionary<string, string?> Values, Exception? Exception)
{
    /// <summary>Everything that whoever keeps the log gets to see.</summary>
    internal string Everything => $"{Message} {string.Join(' ', Values.Values)} {Exception}";
}
