using System.Text.Json;

namespace Netra.Agents.AspNetCore;

/// <summary>Looks whether a message asks to follow a run; all else about it is the core's to read.</summary>
internal static class MessageType
{
    internal static bool Follows(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    if (reader.ValueTextEquals("type"u8))
                    {
                        return reader.Read() && reader.TokenType == JsonTokenType.String
                            && (reader.ValueTextEquals("run"u8) || reader.ValueTextEquals("resume"u8) || reader.ValueTextEquals("answer"u8));
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // It will be refused.
        }

        return false;
    }
}
