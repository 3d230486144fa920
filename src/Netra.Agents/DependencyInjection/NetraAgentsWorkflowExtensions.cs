using Netra.Agents;
using Netra.Agents.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds workflows.</summary>
public static class NetraAgentsWorkflowExtensions
{
    /// <summary>Adds a workflow. Its faults, and those of all other registrations, are in one report when the host is first used.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters; agents and workflows share their names.</param>
    /// <param name="build">Puts the steps together.</param>
    /// <param name="timeouts">Deadlines; an execution of it has no deadline but the run's by default.</param>
    /// <param name="turns">What happens when its thread has a run under way; as the options say by default.</param>
    public static INetraAgentsBuilder AddWorkflow(this INetraAgentsBuilder builder, string name, Action<WorkflowBuilder> build, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(build);
        RegistrationSet.WorkflowEntry entry;
        try
        {
            entry = new RegistrationSet.WorkflowEntry(WorkflowDefinition.Create(name, build), null, timeouts, turns);
        }
        catch (WorkflowDefinitionException e)
        {
            entry = new RegistrationSet.WorkflowEntry(null, e.Message, timeouts, turns);
        }

        RegistrationSet.Of(builder.Services).Workflows.Add(entry);
        return builder;
    }

    /// <summary>Adds a workflow that was built before.</summary>
    /// <inheritdoc cref="AddWorkflow(INetraAgentsBuilder, string, Action{WorkflowBuilder}, AgentTimeouts?, TurnMode?)"/>
    public static INetraAgentsBuilder AddWorkflow(this INetraAgentsBuilder builder, WorkflowDefinition definition, AgentTimeouts? timeouts = null, TurnMode? turns = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(definition);
        RegistrationSet.Of(builder.Services).Workflows.Add(new RegistrationSet.WorkflowEntry(definition, null, timeouts, turns));
        return builder;
    }
}
