using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Netra.Agents.AspNetCore;

/// <summary>Reads a request's JSON object within the limit; what is wrong is answered here.</summary>
internal static class RequestBody
{
    /// <summary>The members; null when the request was answered with a refusal.</summary>
    internal static async Task<ContextValue?> ReadAsync(HttpContext context, int maxBytes)
    {
        // Only JSON: what a form of another site can send without asking is no JSON.
        if (!context.Request.HasJsonContentType())
        {
            await Problems.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, AgentErrorCodes.InvalidMessage, "The request must be application/json.");
            return null;
        }

        if (await BytesAsync(context, maxBytes) is not { } bytes)
        {
            await Problems.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, AgentErrorCodes.InvalidMessage, $"The request has more than {maxBytes:N0} bytes.");
            return null;
        }

        try
        {
            var value = ContextValue.FromJson(bytes.Span);
            if (value.Kind == ContextValueKind.Map)
            {
                return value;
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, AgentErrorCodes.InvalidMessage, "The request is no JSON object.");
        return null;
    }

    private static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpContext context, int maxBytes)
    {
        if (context.Request.ContentLength > maxBytes)
        {
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = maxBytes + 1L;
        }

        var buffer = new byte[Math.Min(context.Request.ContentLength ?? 4096, maxBytes) + 1];
        var length = 0;
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted)) > 0)
            {
                length += read;
                if (length > maxBytes)
                {
                    return null;
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, Math.Min(length * 2, maxBytes + 1));
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }
}
