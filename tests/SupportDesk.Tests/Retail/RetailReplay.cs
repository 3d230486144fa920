using System.Text.Json;
using SupportDesk.Data;
using SupportDesk.Tools;

namespace SupportDesk.Tests.Retail;

/// <summary>Plays a task's calls on the tools and tells where they differ from the recording.</summary>
public static class RetailReplay
{
    public static async IAsyncEnumerable<string> RunAsync(RetailTask task, string callerId, ShopDatabase database)
    {
        for (var i = 0; i < task.Actions.Count; i++)
        {
            var action = task.Actions[i];
            var answer = await CallAsync(action, callerId, database);
            if (!IsSame(action.Output, answer))
                yield return $"{task.Id} call {i} {action.Name}: recorded {action.Output}, got {answer}";
        }
    }

    public static async ValueTask<string> CallAsync(RetailAction action, string callerId, ShopDatabase database)
    {
        using var session = database.Lease(callerId);
        return await ToolCaller.CallAsync(
            ShopTools.All.Single(tool => tool.Name == action.Name), action.Arguments, session, TestContext.Current.CancellationToken);
    }

    public static IEnumerable<string> CompareRows(RetailTask task, ShopDatabase database, string pristine)
    {
        var changed = ShopRows.Changed(database, pristine).ToDictionary(row => (row.Table, row.Id), row => row.Document);
        foreach (var table in task.Changed.EnumerateObject())
        {
            foreach (var row in table.Value.EnumerateObject())
            {
                if (!changed.Remove((table.Name, row.Name), out var document))
                    yield return $"{task.Id}: {table.Name} {row.Name} should have changed";
                else if (document is null || !JsonElement.DeepEquals(row.Value, JsonElement.Parse(document)))
                    yield return $"{task.Id}: {table.Name} {row.Name}: recorded {row.Value}, got {document}";
            }
        }

        foreach (var (table, id) in changed.Keys)
            yield return $"{task.Id}: {table} {id} should not have changed";
    }

    // An object or an array is compared as JSON; a calculated 41.92 or a user id is text and must match to the letter.
    public static bool IsSame(string recorded, string answer) =>
        recorded.StartsWith('{') || recorded.StartsWith('[')
            ? (answer.StartsWith('{') || answer.StartsWith('['))
                && JsonElement.DeepEquals(JsonElement.Parse(recorded), JsonElement.Parse(answer))
            : recorded == answer;
}
