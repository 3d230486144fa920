namespace Netra.Agents.Benchmarks;

/// <summary>The floor of workflows: steps as a careful team awaits them by hand, in one run of <see cref="HandWritten"/>. No checkpoints, no fence, no log to read.</summary>
internal static class HandWrittenSteps
{
    /// <summary>Functions, one after the other, each with two events.</summary>
    internal static async ValueTask<string> FunctionsAsync(HandWritten floor, int steps)
    {
        var run = floor.NewRun();
        run.Add("started");
        var text = "question";
        for (var i = 0; i < steps; i++)
        {
            text = await StepAsync(run, text);
        }

        run.Add("completed");
        return text;
    }

    /// <summary>Agents, one after the other, each a run in a child context.</summary>
    internal static async ValueTask<string> AgentsAsync(HandWritten floor, int steps)
    {
        var run = floor.NewRun();
        run.Add("started");
        var text = "question";
        for (var i = 0; i < steps; i++)
        {
            text = await floor.RunAsync(static (_, _) => new ValueTask<string>("ok"));
        }

        run.Add("completed");
        return text;
    }

    /// <summary>Functions side by side, and what they gave in a dictionary.</summary>
    internal static async ValueTask<Dictionary<string, string>> FanOutAsync(HandWritten floor, string[] names)
    {
        var run = floor.NewRun();
        run.Add("started");
        var tasks = new Task<string>[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            tasks[i] = StepAsync(run, "question");
        }

        await Task.WhenAll(tasks);
        var outputs = new Dictionary<string, string>(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            outputs[names[i]] = await tasks[i];
        }

        run.Add("completed");
        return outputs;
    }

    private static async Task<string> StepAsync(HandWritten.Run run, string text)
    {
        run.Add("step started");
        var output = await WorkAsync(run.Context.CreateChildContext("step"), text);
        run.Add("step completed");
        return output;
    }

    private static ValueTask<string> WorkAsync(UserExecutionContext context, string text)
    {
        GC.KeepAlive(context);
        return new ValueTask<string>(text);
    }
}
