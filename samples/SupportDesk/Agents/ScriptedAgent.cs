using Netra.Agents;

namespace SupportDesk.Agents;

/// <summary>Plays a list of calls (<c>name</c>, <c>arguments</c>), as a model that knows what to do would, and gives the list of what came back.</summary>
public sealed class ScriptedAgent : IAgent
{
    public async ValueTask<AgentOutput> ExecuteAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var answers = new List<ContextValue>();
        foreach (var action in execution.Input.Items)
        {
            var name = action["name"].AsString();
            execution.Events.Thinking($"Next: {name}");
            var result = await execution.Tools.DispatchAsync(name, action["arguments"], cancellationToken);
            answers.Add(result.Succeeded ? result.Output : result.Error!.Message);
            execution.Events.Text($"{name} {(result.Succeeded ? "done" : "refused")}. ");
        }

        return AgentOutput.FromValue(ContextValue.List([.. answers]));
    }
}
