using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Netra.Agents.AspNetCore;

/// <summary>A file of the inspector's pages, from the assembly.</summary>
internal sealed class InspectorAsset
{
    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    internal InspectorAsset(string name, string contentType)
    {
        using var stream = typeof(InspectorAsset).Assembly.GetManifestResourceStream($"Netra.Agents.Inspector.{name}") ?? throw new InvalidOperationException($"The assembly has no file '{name}'.");
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _contentType = contentType;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_content).AsSpan(0, 12))}\"");
    }

    internal Task WriteAsync(HttpContext context)
    {
        InspectorHeaders.Add(context, "private, no-cache");
        context.Response.GetTypedHeaders().ETag = _tag;
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(_tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        context.Response.ContentType = _contentType;
        context.Response.ContentLength = _content.Length;
        return context.Response.Body.WriteAsync(_content, context.RequestAborted).AsTask();
    }
}
