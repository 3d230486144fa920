using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework;

/// <summary>Runs an <see cref="AIAgent"/> as an agent of the library. One for a registration; keeps nothing of an execution.</summary>
internal sealed class AIAgentRunner(Func<AgentExecution, CancellationToken, ValueTask<AIAgent>> create, AIAgentOptions options, IServiceCollection services)
{
    private volatile bool _isChecked;

    internal async ValueTask<AgentOutput> RunAsync(AgentExecution execution, CancellationToken cancellationToken)
    {
        var agent = await create(execution, cancellationToken)
            ?? throw new InvalidOperationException($"The factory of the AIAgent '{execution.AgentName}' returned null.");
        if (options.IsStateless)
        {
            return await AnswerAsync(agent, execution, cancellationToken);
        }

        // Refused instances are somebody else's, so they are not disposed here.
        execution.Services.GetRequiredService<AIAgentInstances>().Claim(agent, execution.AgentName, _isChecked ? null : Singletons());
        _isChecked = true;
        try
        {
            return await AnswerAsync(agent, execution, cancellationToken);
        }
        finally
        {
            switch (agent)
            {
                case IAsyncDisposable disposable: await disposable.DisposeAsync(); break;
                case IDisposable disposable: disposable.Dispose(); break;
            }
        }
    }

    private async ValueTask<AgentOutput> AnswerAsync(AIAgent agent, AgentExecution execution, CancellationToken cancellationToken)
    {
        var sessions = new AIAgentSessionStore(execution, agent, options);
        var session = await sessions.LoadAsync(cancellationToken);
        var held = new BudgetAmount { ModelTokens = Math.Max(1, options.TokenEstimate) };
        var reservation = (await execution.Budget.ReserveAsync(held, cancellationToken)).EnsureGranted();
        var answer = new AIAgentAnswer(execution);
        AgentOutput output;
        try
        {
            ChatMessage[] messages = execution.Input.IsNull ? [] : [new ChatMessage(ChatRole.User, execution.Input.Text)];
            await foreach (var update in agent.RunStreamingAsync(messages, session, cancellationToken: cancellationToken))
            {
                answer.Add(update);
            }

            output = answer.ToOutput();
        }
        catch (Exception e)
        {
            await AfterFailureAsync(e);
            throw;
        }

        await reservation.SettleAsync(Spent(answer.Usage.IsKnown ? answer.Usage.Total : options.TokenEstimate));
        await sessions.SaveAsync(cancellationToken);
        return output;

        async ValueTask AfterFailureAsync(Exception failure)
        {
            if (failure is ExecutionFencedException || cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // The call that failed may have cost what nobody told.
                await reservation.SettleAsync(Spent(Math.Max(answer.Usage.Total, options.TokenEstimate)));
                if (!answer.IsRefused)
                {
                    await sessions.SaveAsync(cancellationToken);
                }
            }
            catch (Exception e)
            {
                // The first failure is the one to tell.
                AgentFrameworkLog.SessionNotSavedAfterFailure(AgentFrameworkLog.LoggerOf(execution), execution.AgentName, e is AgentException { Error.Code: var code } ? code : e.GetType().Name);
            }
        }
    }

    private static BudgetAmount Spent(long tokens) => new() { ModelTokens = tokens };

    private List<ServiceDescriptor> Singletons() => [.. services.Where(service =>
        service.Lifetime == ServiceLifetime.Singleton && !service.ServiceType.IsGenericTypeDefinition && typeof(AIAgent).IsAssignableFrom(service.ServiceType)
        && !Equals(service.ServiceKey, KeyedService.AnyKey))];
}
