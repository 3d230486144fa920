using System.Text.Json;

namespace SupportDesk.Terminal;

/// <summary>One thing that a customer asks for.</summary>
/// <param name="Shown">What the table shows of it.</param>
/// <param name="Message">The message as it goes to the desk.</param>
/// <param name="TriesAnothersOrder">True when it names what isn't the customer's: it must be refused.</param>
internal sealed record Request(string Shown, byte[] Message, bool TriesAnothersOrder)
{
    internal static Request Say(string text, string thread, bool triesAnothersOrder = false) =>
        new(text, JsonSerializer.SerializeToUtf8Bytes(new { type = "run", agent = "support", input = text, thread_id = thread }), triesAnothersOrder);
}
