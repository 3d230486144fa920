using System.Text.Json;

namespace SupportDesk.Terminal;

/// <summary>Recorded tasks of a data folder, as visits: each plays its calls in one run.</summary>
internal static class TaskFiles
{
    /// <summary>Null when the folder has no tasks.</summary>
    internal static IReadOnlyList<Visit>? Customers(string folder)
    {
        var files = Directory.GetFiles(folder, "tasks_*.json");
        return files.Length == 0 ? null : [.. files.Order(StringComparer.Ordinal).SelectMany(Read)];
    }

    private static IEnumerable<Visit> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var task in document.RootElement.EnumerateArray())
        {
            var calls = task.GetProperty("actions").EnumerateArray()
                .Select(action => new { name = action.GetProperty("name").GetString(), arguments = action.GetProperty("arguments").Clone() }).ToArray();
            var message = JsonSerializer.SerializeToUtf8Bytes(new { type = "run", agent = "script", input = calls });
            yield return new Visit(
                task.GetProperty("user_id").GetString()!,
                [new Request($"{task.GetProperty("task").GetString()}: {string.Join(", ", calls.Select(call => call.name))}", message, TriesAnothersOrder: false)]);
        }
    }
}
