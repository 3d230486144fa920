using Netra.Agents;

namespace GoldenPath;

/// <summary>Serves customers, each by a run of the one workflow.</summary>
internal sealed class CostDesk(IWorkflowOrchestrator workflows, IAgentExecutionCore core)
{
    /// <param name="customer">Whom the program takes for authenticated.</param>
    /// <param name="usage">What the customer says of the workload.</param>
    /// <param name="answer">Asks the customer whether proposals are to be applied: "yes" or anything else.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    internal async Task<Served> ServeAsync(string customer, ContextValue usage, Func<WorkflowWait, ValueTask<string>> answer, CancellationToken cancellationToken)
    {
        var context = UserExecutionContext.FromRequest(new UserId(customer), ThreadId.New());

        // readme:run-workflow
        var result = await workflows.ExecuteAsync("golden-path", context, usage, cancellationToken);
        while (result.Status == ExecutionStatus.Suspended)
        {
            var wait = result.Waits[0];
            result = await workflows.ResumeAsync(context, context.RunId, wait.WaitId, await answer(wait), cancellationToken);
        }
        // readme:end

        return new Served(customer, context, result, await ReportOfAsync(context, cancellationToken));
    }

    /// <summary>The report stands in the run's log, also when the run has failed: then it says by what.</summary>
    private async Task<string?> ReportOfAsync(UserExecutionContext context, CancellationToken cancellationToken)
    {
        await foreach (var item in core.SubscribeAsync(context, context.RunId, 0, cancellationToken))
        {
            if (item is StepCompleted { Step: "reporting" } reported)
            {
                return reported.Output.Text;
            }
        }

        return null;
    }
}
