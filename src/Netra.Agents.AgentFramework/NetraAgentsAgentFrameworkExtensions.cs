using System.Diagnostics.CodeAnalysis;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Netra.Agents;
using Netra.Agents.AgentFramework;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds agents of Microsoft Agent Framework.</summary>
public static class NetraAgentsAgentFrameworkExtensions
{
    /// <summary>Adds an <see cref="AIAgent"/>. A new one is made for each execution, from the execution's own scope, and disposed when it has ended.</summary>
    /// <remarks>
    /// <para><b>One instance, one execution.</b> An instance that the factory gives a second time, one that a singleton of the host holds, and a new
    /// <see cref="DelegatingAIAgent"/> around such a one fail with <see cref="AIAgentErrorCodes.SharedInstance"/>. What an instance shares with others
    /// in any other way (a static, a shared object inside) is not seen: what is shared must be safe for all owners.</para>
    /// <para><b>The session</b> is kept in the state of the thread, one for each agent name, and with whose it is; an entry that is another owner's, thread's or agent's
    /// is refused (<see cref="AIAgentErrorCodes.SessionMismatch"/>). The agent serialises it by its own means. It is saved when the agent has answered, and when it
    /// threw; never when the library refuses the answer; and only if nobody else has saved it meanwhile (<see cref="AIAgentErrorCodes.SessionConflict"/>). An execution that was stopped
    /// (cancelled, timed out, died) has no right to write: what was saved before stays. An agent that another agent calls has the same session, by its own name.</para>
    /// <para><b>The answer</b> is the text of the agent's messages; it is told piece by piece, and reasoning as thinking. An answer beside which the
    /// agent tells of an error is degraded. What models used is summed up, and settled against the budgets.</para>
    /// <para><b>Tools of an AIAgent run outside of the library's dispatcher</b>: no grant, no authorizer, no approval, no limit and no audit of the library stands before
    /// them, and the fence doesn't stop one under way. Give such an agent only tools that any of its users may call, or the execution's own as functions (GetFunctionsAsync of Netra.Agents.Extensions.AI), which go through the dispatcher. An approval that it asks for is not
    /// given (<see cref="AIAgentErrorCodes.ApprovalNotSupported"/>), and a function call that it leaves to its caller is not made (<see cref="AIAgentErrorCodes.ToolCallNotSupported"/>).</para>
    /// <para>The agent gets nothing about the owner in its options or messages. To know it, take <see cref="UserExecutionContext"/> from the services.</para>
    /// </remarks>
    /// <param name="builder">The host.</param>
    /// <param name="name">1 to 256 characters, unique.</param>
    /// <param name="create">Makes the agent from the services of the execution.</param>
    /// <param name="configure">How it runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static INetraAgentsBuilder AddAIAgent(this INetraAgentsBuilder builder, string name, Func<IServiceProvider, AIAgent> create, Action<AIAgentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        return builder.AddAIAgent(name, (execution, _) => new ValueTask<AIAgent>(create(execution.Services)), configure);
    }

    /// <summary>Adds an <see cref="AIAgent"/> that is made from the execution itself: with its tools as functions, for example, which then go through the dispatcher.</summary>
    /// <inheritdoc cref="AddAIAgent(INetraAgentsBuilder, string, Func{IServiceProvider, AIAgent}, Action{AIAgentOptions}?)"/>
    public static INetraAgentsBuilder AddAIAgent(this INetraAgentsBuilder builder, string name, Func<AgentExecution, CancellationToken, ValueTask<AIAgent>> create, Action<AIAgentOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        var options = new AIAgentOptions();
        configure?.Invoke(options);
        options = options.Checked();
        builder.Services.TryAddSingleton<AIAgentInstances>();
        return builder.AddAgent(name, new AIAgentRunner(create, options, builder.Services).RunAsync, options.Timeouts, options.Turns);
    }

    /// <summary>Adds an <see cref="AIAgent"/> by type. A new one is made for each execution; its constructor is served from the execution's own scope.</summary>
    /// <inheritdoc cref="AddAIAgent(INetraAgentsBuilder, string, Func{IServiceProvider, AIAgent}, Action{AIAgentOptions}?)"/>
    public static INetraAgentsBuilder AddAIAgent<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TAgent>(
        this INetraAgentsBuilder builder, string name, Action<AIAgentOptions>? configure = null)
        where TAgent : AIAgent
    {
        var factory = ActivatorUtilities.CreateFactory<TAgent>([]);
        return builder.AddAIAgent(name, services => factory(services, null), configure);
    }
}
