using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SupportDesk.Tests.Retail;

/// <summary>The recorded retail domain (tau-bench, Sierra, MIT), where it lies beside the repository.</summary>
public static class RetailData
{
    private static readonly string? Found = Find();

    /// <summary>The folder of the data; skips the calling test where there is none.</summary>
    public static string Folder
    {
        get
        {
            Assert.SkipWhen(Found is null, "The recorded retail data isn't there: ../shared/data/tau-retail beside the repository.");
            return Found;
        }
    }

    /// <summary>All tasks: test, train, dev.</summary>
    public static IReadOnlyList<RetailTask> ReadTasks() =>
        [.. ((string[])["test", "train", "dev"]).SelectMany(part => ReadTasks(Path.Combine(Folder, $"tasks_{part}.json")))];

    private static IEnumerable<RetailTask> ReadTasks(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        foreach (var task in document.RootElement.EnumerateArray())
        {
            RetailAction[] actions =
            [
                .. task.GetProperty("actions").EnumerateArray().Select(action => new RetailAction(
                    action.GetProperty("name").GetString()!,
                    action.GetProperty("arguments").Clone(),
                    action.GetProperty("output").GetString()!)),
            ];
            var named = task.GetProperty("user_id").GetString()!;
            yield return new RetailTask(
                task.GetProperty("task").GetString()!,
                named,
                actions.Select(AccountOf).FirstOrDefault(account => account is not null) ?? named,
                actions,
                task.GetProperty("changed").Clone());
        }
    }

    // A task can name one user and act on another's account (tasks_test/64 does). Who is authenticated is decided by the
    // account that the actions found or read; the named user would rightly be refused row by row.
    private static string? AccountOf(RetailAction action)
    {
        if (action.Output.StartsWith("Error:", StringComparison.Ordinal))
            return null;
        return action.Name switch
        {
            "find_user_id_by_email" or "find_user_id_by_name_zip" => action.Output,
            "get_user_details" => action.Arguments.GetProperty("user_id").GetString(),
            _ => null,
        };
    }

    // The output folder can lie outside the repository; then the place of this source tells where it is.
    private static string? Find([CallerFilePath] string source = "") =>
        FindFrom(AppContext.BaseDirectory) ?? FindFrom(Path.GetDirectoryName(source));

    private static string? FindFrom(string? start)
    {
        for (var folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Netra.Agents.sln")))
                continue;
            var data = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data", "tau-retail"));
            return Directory.Exists(data) ? data : null;
        }

        return null;
    }
}
