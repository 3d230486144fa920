using System.Net.Http.Json;
using System.Text.Json;

namespace Netra.Agents.AspNetCore.Tests.Support;

/// <summary>What a client of the HTTP endpoints does.</summary>
internal static class HttpCalls
{
    internal static async Task<HttpResponseMessage> BeginAsync(this HttpClient client, string agent, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agents/runs") { Content = JsonContent.Create(new { agent, input = "hi" }) };
        if (stream)
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>All records of an event stream, to its end.</summary>
    internal static async Task<List<(string? Id, string? Event, JsonElement Json)>> RecordsAsync(this HttpResponseMessage response)
    {
        List<(string?, string?, JsonElement)> records = [];
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var record in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = record.Split('\n').Where(line => line[0] != ':').ToDictionary(line => line[..line.IndexOf(':', StringComparison.Ordinal)], line => line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..]);
            if (fields.TryGetValue("data", out var data))
            {
                records.Add((fields.GetValueOrDefault("id"), fields.GetValueOrDefault("event"), JsonElement.Parse(data)));
            }
        }

        return records;
    }
}
