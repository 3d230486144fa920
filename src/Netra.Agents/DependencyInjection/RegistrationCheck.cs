using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;
using Netra.Agents.Execution;
using Netra.Agents.Tools;
using Netra.Agents.Workflows;

namespace Netra.Agents.DependencyInjection;

/// <summary>Makes what was registered into what the engine uses, and collects every fault on the way.</summary>
internal static class RegistrationCheck
{
    internal static (List<AgentRegistration> Agents, List<ToolRegistration> Tools, Func<ITool, string, ToolRegistration> Compile, WorkflowHost Workflows) Check(RegistrationSet set, IServiceProvider provider)
    {
        var faults = new List<string>(OptionsRule.Faults(set.Options));
        faults.AddRange(CaptiveCheck.Faults(set.Services));
        faults.AddRange(set.Sinks.SelectMany(sink => sink.Options.Faults()));
        string[] workflows = [.. set.Workflows.Select(workflow => workflow.Definition?.Name).OfType<string>()];
        faults.AddRange(NameFaults("agent", set.Agents.Select(agent => agent.Name)));
        faults.AddRange(NameFaults("workflow", workflows));
        faults.AddRange(set.Agents.Select(agent => agent.Name).Intersect(workflows, StringComparer.Ordinal).Select(name => $"The name '{Shown(name)}' stands for an agent and a workflow; a name stands for one."));
        faults.AddRange(NameFaults("tool", set.Tools.Select(tool => tool.Name)));
        faults.AddRange(set.Agents.SelectMany(agent => agent.Timeouts?.Faults($"The timeouts of agent '{agent.Name}'") ?? []));

        faults.AddRange(set.Agents.Where(agent => agent.Turns is { } turns && !Enum.IsDefined(turns)).Select(agent => $"The turns of agent '{Shown(agent.Name)}' must be one of {string.Join(", ", Enum.GetNames<TurnMode>())}; it is {agent.Turns}."));

        var tools = new List<ToolRegistration>();

        // A name that breaks the rule is reported already, and nothing can be made of it.
        foreach (var entry in set.Tools.Where(tool => IdText.Fault(tool.Name ?? "") is null))
        {
            try
            {
                tools.Add(entry.Make(provider, set.Options.ToolTimeout));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
            {
                faults.Add($"The tool '{Shown(entry.Name)}': {e.Message}");
            }
        }

        var delegates = new List<AgentDelegate>();
        foreach (var entry in set.Agents)
        {
            try
            {
                delegates.Add(entry.Make(provider));
            }
            catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
            {
                faults.Add($"The agent '{Shown(entry.Name)}': {e.Message}");
            }
        }

        List<WorkflowDefinition> definitions = [.. set.Workflows.Select(workflow => workflow.Definition).OfType<WorkflowDefinition>()];
        faults.AddRange(set.Workflows.Select(workflow => workflow.Fault).OfType<string>());
        faults.AddRange(set.Workflows.SelectMany(workflow => workflow.Timeouts?.Faults($"The timeouts of workflow '{workflow.Definition?.Name}'") ?? []));
        faults.AddRange(WorkflowCheck.Faults(definitions, [.. set.Agents.Select(agent => agent.Name)], tools, set.Tools));
        if (faults.Count > 0)
        {
            throw new NetraAgentsConfigurationException(faults);
        }

        var links = set.ToolMiddleware.ConvertAll(make => make(provider));
        tools = tools.ConvertAll(tool => tool.Behind(links));
        var middleware = set.Middleware.ConvertAll(make => make(provider));
        List<AgentRegistration> agents = [.. set.Agents.Zip(delegates, (agent, made) => new AgentRegistration(
            agent.Name, Link(middleware, made), AgentTimeouts.Over(agent.Timeouts, set.Options.Timeouts), agent.Turns ?? set.Options.Scheduling.Turns))];
        var host = new WorkflowHost(
            definitions, tools.Where(tool => tool.Definition.Effect == ToolEffect.AtMostOnce).Select(tool => tool.Definition.Name), provider.GetRequiredService<IStateStore>(),
            new WaitAlarms(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<AgentDiagnostics>()));

        // A workflow has the time of its run, if it says nothing else: it is the run.
        var timeouts = set.Options.Timeouts with { Execution = Timeout.InfiniteTimeSpan };
        agents.AddRange(set.Workflows.Select(workflow => new AgentRegistration(
            workflow.Definition!.Name, Link(middleware, PipelineOf(host, workflow.Definition)), AgentTimeouts.Over(workflow.Timeouts, timeouts), workflow.Turns ?? set.Options.Scheduling.Turns, isWorkflow: true)));
        return (agents, tools, (tool, source) => ToolEntryRule.Make(tool.Definition, set.Options.ToolTimeout, usesToken: true, tool.InvokeAsync, source).Behind(links), host);
    }

    private static AgentDelegate PipelineOf(WorkflowHost host, WorkflowDefinition definition) => (execution, cancellationToken) =>
    {
        var running = (RunningExecution)execution;
        var attempt = new WorkflowAttempt(host, definition, running);
        var resume = running.Workflow as WorkflowResume;
        running.Workflow = attempt;
        return attempt.RunAsync(resume, cancellationToken);
    };

    /// <summary>Links once: at run time a link costs a call.</summary>
    private static AgentDelegate Link(List<IAgentMiddleware> middleware, AgentDelegate agent)
    {
        var next = agent;
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            var (link, rest) = (middleware[i], next);
            next = (execution, cancellationToken) => link.InvokeAsync(execution, rest, cancellationToken);
        }

        return next;
    }

    private static IEnumerable<string> NameFaults(string what, IEnumerable<string> names)
    {
        foreach (var same in names.GroupBy(name => name ?? "", StringComparer.Ordinal))
        {
            if (same.Count() > 1)
            {
                yield return $"The {what} '{Shown(same.Key)}' is registered {same.Count()} times; a name stands for one.";
            }

            if (IdText.Fault(same.Key) is { } fault)
            {
                yield return $"The name of {what} '{Shown(same.Key)}' {fault}";
            }
        }
    }

    private static string Shown(string? name) => IdText.Shown(name ?? "");
}
