namespace Netra.Agents.Tests.Support;

/// <summary>Code of an agent that goes on after its execution has ended.</summary>
internal static class Zombie
{
    internal const string StateName = "zombie";

    /// <summary>Tries everything that would have an effect.</summary>
    /// <returns>What was not refused as fenced; empty when all of it was.</returns>
    internal static async Task<IReadOnlyList<string>> UnfencedAsync(AgentExecution execution)
    {
        var unfenced = new List<string>();
        await TryAsync("text", () => Now(() => execution.Events.Text("late")));
        await TryAsync("thinking", () => Now(() => execution.Events.Thinking("late")));
        await TryAsync("progress", () => Now(() => execution.Events.Progress("late")));
        await TryAsync("report", () => Now(execution.ReportProgress));
        await TryAsync("quiet", () => Now(() => execution.ExpectQuiet(TimeSpan.FromSeconds(1))));
        await TryAsync("tool", () => execution.Tools.DispatchAsync("echo", ContextValue.Null).AsTask());
        await TryAsync("unknown tool", () => execution.Tools.DispatchAsync("no such tool", ContextValue.Null).AsTask());
        await TryAsync("set", () => execution.State.SetAsync(StateScope.User, StateName, "late").AsTask());
        await TryAsync("expecting set", () => execution.State.SetAsync(StateScope.User, StateName, "late", expectedVersion: 0).AsTask());
        await TryAsync("delete", () => execution.State.DeleteAsync(StateScope.User, StateName).AsTask());
        await TryAsync("agent", () => execution.CallAgentAsync("echo", "late").AsTask());
        return unfenced;

        async Task TryAsync(string name, Func<Task> effect)
        {
            try
            {
                await effect();
                unfenced.Add(name);
            }
            catch (ExecutionFencedException)
            {
            }
            catch (Exception e)
            {
                unfenced.Add($"{name} ({e.GetType().Name})");
            }
        }
    }

    private static Task Now(Action effect)
    {
        effect();
        return Task.CompletedTask;
    }
}
