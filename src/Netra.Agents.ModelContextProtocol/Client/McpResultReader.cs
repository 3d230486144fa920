using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Netra.Agents.ModelContextProtocol;

/// <summary>Makes a value out of a result: the structured content if there is any; else its one block, or the list of its blocks.</summary>
internal static class McpResultReader
{
    /// <exception cref="ToolException">The result is too large or too deep for a value.</exception>
    internal static ContextValue Read(CallToolResult result, McpSettings settings)
    {
        try
        {
            if (result.StructuredContent is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } structured)
            {
                var json = structured.GetRawText();
                Check(json.Length, settings);
                return ContextValue.FromJson(json);
            }

            Check(result.Content.Sum(Size), settings);
            return result.Content.Count switch
            {
                0 => ContextValue.Null,
                1 => Read(result.Content[0]),
                _ => ContextValue.List([.. result.Content.Select(Read)]),
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new ToolException(McpErrorCodes.ResultTooLarge, $"The MCP server '{settings.Server}' gave a result that no value can hold: {UntrustedText.Beginning(e.Message, McpFaults.MaxMessageLength)}");
        }
    }

    private static void Check(long size, McpSettings settings)
    {
        if (size > settings.MaxResultSize)
        {
            throw new ToolException(McpErrorCodes.ResultTooLarge, $"The MCP server '{settings.Server}' gave a result of {size} characters; the limit is {settings.MaxResultSize} (McpToolsOptions.MaxResultSize).");
        }
    }

    private static long Size(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text.Length,
        ImageContentBlock image => image.Data.Length,
        AudioContentBlock audio => audio.Data.Length,
        EmbeddedResourceBlock { Resource: TextResourceContents text } => text.Text.Length + text.Uri.Length,
        EmbeddedResourceBlock { Resource: BlobResourceContents blob } => blob.Blob.Length + blob.Uri.Length,
        ResourceLinkBlock link => link.Uri.Length + link.Name.Length + (link.Description?.Length ?? 0),
        _ => 0,
    };

    private static ContextValue Read(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => Binary(block.Type, image.MimeType, image.DecodedData),
        AudioContentBlock audio => Binary(block.Type, audio.MimeType, audio.DecodedData),
        EmbeddedResourceBlock { Resource: TextResourceContents text } =>
            ContextValue.Map(("type", block.Type), ("uri", text.Uri), ("mime_type", text.MimeType), ("text", text.Text)),
        EmbeddedResourceBlock { Resource: BlobResourceContents blob } =>
            ContextValue.Map(("type", block.Type), ("uri", blob.Uri), ("mime_type", blob.MimeType), ("data", ContextValue.FromBytes(blob.DecodedData.Span))),
        ResourceLinkBlock link =>
            ContextValue.Map(("type", block.Type), ("uri", link.Uri), ("name", link.Name), ("mime_type", link.MimeType), ("description", link.Description)),

        // Whatever else there may come to be: that it was there is told, and nothing made of it.
        _ => ContextValue.Map(("type", block.Type)),
    };

    private static ContextValue Binary(string type, string mimeType, ReadOnlyMemory<byte> data) =>
        ContextValue.Map(("type", type), ("mime_type", mimeType), ("data", ContextValue.FromBytes(data.Span)));
}
