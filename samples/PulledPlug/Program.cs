using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using PulledPlug;

// Without arguments: the whole story, in a file of its own. With them: one process of it.
if (args is [])
{
    var file = Path.Combine(Path.GetTempPath(), $"pulled-plug-{Guid.NewGuid():N}.db");
    try
    {
        var runId = RunId.New().ToString();
        using (var first = Start("run", file, runId))
        {
            await TellUntilAsync(first, Order.AtTheDoor);
            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync();
        }

        Console.WriteLine("      -- the plug was pulled --");
        using var second = Start("resume", file, runId);
        await TellUntilAsync(second, null);
        await second.WaitForExitAsync();
        return second.ExitCode;
    }
    finally
    {
        File.Delete(file);
    }
}

if (args is not [("run" or "resume") and var what, var path, var id])
{
    Console.Error.WriteLine("No arguments, or: run|resume FILE RUN-ID");
    return 2;
}

using var store = new SqliteStateStore($"Data Source={path};Pooling=False");
var services = new ServiceCollection();
services.AddSingleton<IStateStore>(store);
services.AddNetraAgents().AddOrderWorkflow(step => Console.WriteLine($"{Environment.ProcessId,6} {step}"), hangs: what == "run");
await using var provider = services.BuildServiceProvider();
var workflows = provider.GetRequiredService<IWorkflowOrchestrator>();
var alice = UserExecutionContext.FromRequest(new UserId("alice"), new ThreadId("orders"), options: new ContextOptions { RunId = RunId.Parse(id) });

var result = what == "run"
    ? await workflows.ExecuteAsync(Order.Workflow, alice, "a lamp")
    : await workflows.ResumeAsync(alice, RunId.Parse(id));

Console.WriteLine($"{Environment.ProcessId,6} {result.Status}: {result.Output?.Text ?? result.Error?.Message}");
return result.Succeeded ? 0 : 1;

static Process Start(params string[] arguments)
{
    var itself = Environment.ProcessPath!;
    var start = new ProcessStartInfo(itself) { RedirectStandardOutput = true };
    if (Path.GetFileNameWithoutExtension(itself) == "dotnet")
    {
        start.ArgumentList.Add(typeof(Order).Assembly.Location);
    }

    foreach (var argument in arguments)
    {
        start.ArgumentList.Add(argument);
    }

    return Process.Start(start)!;
}

static async Task TellUntilAsync(Process process, string? last)
{
    while (await process.StandardOutput.ReadLineAsync() is { } line)
    {
        Console.WriteLine(line);
        if (last is not null && line.EndsWith(last, StringComparison.Ordinal))
        {
            return;
        }
    }
}
