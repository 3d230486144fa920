using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AspNetCore;

/// <summary>What the inspector knows of the host, for whoever may ask. It changes nothing.</summary>
internal sealed class Inspector
{
    private const int Listed = 200;

    private readonly InspectorOptions _options;
    private readonly IRunOperator _runs;
    private readonly IAgentExecutionCore _core;
    private readonly IWorkflowOrchestrator _workflows;
    private readonly IAuditTrail _audit;
    private readonly InspectorCounters _counters;

    internal Inspector(InspectorOptions options, InspectorCounters counters, IServiceProvider services)
    {
        _options = options;
        _counters = counters;
        _runs = services.GetRequiredService<IRunOperator>();
        _core = services.GetRequiredService<IAgentExecutionCore>();
        _workflows = services.GetRequiredService<IWorkflowOrchestrator>();
        _audit = services.GetRequiredService<IAuditTrail>();
    }

    internal ContextValue Overview(HttpContext context, RunFilter filter) => ContextValue.Map(
        ("open", _runs.IsOpen),
        ("counters", _counters.ToValue()),
        ("runs", ContextValue.List([.. List(context, filter).Select(run => InspectorViews.Of(run, _runs.PseudonymOf(run.Owner)))])));

    /// <summary>A run by its owner's pseudonym and its id, which two owners may have given twice. Null when there is none that the caller may see.</summary>
    internal RunInfo? Find(HttpContext context, string pseudonym, string runId)
    {
        RunId id;
        try
        {
            id = RunId.Parse(runId);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return null;
        }

        return _runs.List(_options.RunsFor(context.User), new RunFilter { RunId = id }, 10_000).FirstOrDefault(run => _runs.PseudonymOf(run.Owner) == pseudonym);
    }

    internal async Task<ContextValue> RunAsync(HttpContext context, RunInfo run, long after)
    {
        var withPayload = await MaySeePayloadAsync(context, run);
        var (events, hasMore) = await RunPage.ReadAsync(_core, run, after, context.RequestAborted);
        return ContextValue.Map(
            ("run", InspectorViews.Of(run, _runs.PseudonymOf(run.Owner))),
            ("payloads", withPayload),
            ("workflow", Picture(run.AgentName)),
            ("budget", await BudgetAsync(run, context.RequestAborted)),
            ("events", ContextValue.List([.. events.Select(item => EventView.Of(item, withPayload))])),
            ("more", hasMore));
    }

    internal async Task<ContextValue> VerifyAsync(RunInfo run, CancellationToken cancellationToken) =>
        InspectorViews.Of(await _audit.VerifyAsync(_audit.StreamOf(run.Owner), null, cancellationToken));

    /// <summary>The newest. The canaries of health checks are nobody's runs, and would crowd the others out: who wants them asks for their agent.</summary>
    private IEnumerable<RunInfo> List(HttpContext context, RunFilter filter) =>
        _runs.List(_options.RunsFor(context.User), filter, 10 * Listed).Where(run => run.Owner != CanaryAgent.Owner || filter.AgentName is not null).Take(Listed);

    private async Task<bool> MaySeePayloadAsync(HttpContext context, RunInfo run)
    {
        if (_options.PayloadPolicy is not { } policy)
        {
            return false;
        }

        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(context.User, run, policy)).Succeeded;
    }

    private string? Picture(string name)
    {
        try
        {
            return _workflows.GetDefinition(name).ToMermaid();
        }
        catch (UnknownAgentException)
        {
            // An agent: it has no steps.
            return null;
        }
    }

    private async Task<ContextValue> BudgetAsync(RunInfo run, CancellationToken cancellationToken)
    {
        try
        {
            return await _runs.GetBudgetAsync(run.Owner, run.RunId, cancellationToken) is { } budget ? InspectorViews.Of(budget) : default;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The ledger is the host's: that it can't be asked is what there is to see.
            return AgentErrorCodes.BudgetUnavailable;
        }
    }
}
