using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Contexts;
using Netra.Agents.Diagnostics;

namespace Netra.Agents.Tools;

internal sealed partial class ToolDispatcher(
    ToolRegistry tools, ToolSources sources, IEnumerable<IToolAuthorizer> authorizers, IEnumerable<IToolLimiter> limiters, ToolApprovals approvals, ToolAudit audit,
    IServiceScopeFactory scopes, TimeProvider clock, IEntropySource entropy, AgentDiagnostics diagnostics, IToolCallHostLookup hosts) : IToolDispatcher
{
    private readonly IToolAuthorizer[] _authorizers = [.. authorizers];
    private readonly ToolLimits _limits = new([.. limiters], tools.MaxCallsPerOwner, diagnostics);

    public ValueTask<ToolResult> DispatchAsync(string toolName, ContextValue arguments, UserExecutionContext userContext, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(userContext);
        return DispatchAsync(hosts.HostOf(userContext), toolName, arguments, cancellationToken);
    }

    internal async ValueTask<ToolResult> DispatchAsync(IToolCallHost host, string toolName, ContextValue arguments, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(toolName);
        host.Claim.ThrowIfFallen();
        if (!tools.TryGet(toolName, out var tool) && !sources.IsEmpty)
        {
            (tool, var why) = await sources.FindAsync(toolName, host.Context, cancellationToken);
            if (why is not null)
            {
                return await RefuseAsync(host, toolName, why.Code, why.Message, subject: "unavailable");
            }
        }

        if (tool is null)
        {
            // What a model or a client makes up is kept under the owner's key: it could be anything.
            return await RefuseAsync(host, toolName, AgentErrorCodes.Unknown, $"There is no tool '{IdText.Shown(toolName)}'.", subject: "unknown");
        }

        var given = arguments.IsNull ? ContextValue.FromNode(MapNode.Empty) : arguments;
        if (await DenialAsync(host, tool, given, cancellationToken) is { } denial)
        {
            return await RefuseAsync(host, toolName, AgentErrorCodes.Denied, denial);
        }

        if (tool.Schema.Fault(given) is { } fault)
        {
            return await RefuseAsync(host, toolName, AgentErrorCodes.InvalidArguments, $"The arguments don't fit tool '{toolName}': {fault}");
        }

        if (!host.Context.CanNest)
        {
            return await RefuseAsync(
                host, toolName, AgentErrorCodes.TooDeep, $"Tool '{toolName}' would be nested {host.Context.OperationDepth + 1} deep; the limit is {host.Context.Run.MaxDepth} (ContextOptions.MaxDepth).");
        }

        if (_limits.TryEnter(host, tool) is { } limit)
        {
            return await RefuseAsync(host, toolName, limit.Code, limit.Message);
        }

        ToolCall? call = null;
        CallReservation reserved = default;
        try
        {
            // Before a person is asked, who should not be asked in vain.
            if (host.HasBudget && (reserved = await host.ReserveCallAsync(tool.Definition)).Error is { } exhausted)
            {
                return await RefuseAsync(host, toolName, exhausted.Code, exhausted.Message);
            }

            if (tool.Definition.Approval is { } policy && await RefusalByPersonAsync(host, tool, given, policy, cancellationToken) is { } refusal)
            {
                return await RefuseAsync(host, toolName, refusal.Code, refusal.Message);
            }

            if (!audit.Covers(tool.Definition))
            {
                call = ToolCall.TryOpen(this, host, tool, given);
            }
            else if (ToolCall.TryTakeStep(host, out var ordinal))
            {
                if (await audit.IntentAsync(host, tool.Definition, given, ordinal) is { } unaudited)
                {
                    diagnostics.ToolRefused(unaudited.Code);
                    return ToolResult.Refused(toolName, unaudited.Code, unaudited.Message);
                }

                call = OpenIntended(host, tool, given, ordinal);
            }
        }
        finally
        {
            if (call is null)
            {
                _limits.Exit(host, tool);
            }

            if (reserved.Held is not null)
            {
                await host.SettleCallAsync(reserved, wasCalled: call is not null);
            }
        }

        if (call is null)
        {
            return await RefuseAsync(host, toolName, AgentErrorCodes.LimitReached, "The run has used up its steps (NetraAgentsOptions.MaxStepsPerRun).");
        }

        if (!diagnostics.Traces)
        {
            return await call.RunAsync(cancellationToken);
        }

        var activity = diagnostics.StartTool(tool.ActivityName, tool.Definition.Name, call.CallId);
        string? errorCode = AgentErrorCodes.Abandoned;
        try
        {
            var result = await call.RunAsync(cancellationToken);
            errorCode = result.Error?.Code;
            return result;
        }
        finally
        {
            AgentDiagnostics.EndSpan(activity, errorCode);
        }
    }

    /// <summary>What an execution may be told that it can call: what its grants allow.</summary>
    internal async ValueTask<IReadOnlyList<ToolDefinition>> ListAsync(IToolCallHost host, CancellationToken cancellationToken)
    {
        host.Claim.ThrowIfFallen();
        var granted = tools.GrantedTo(host.Context);
        if (!sources.IsEmpty)
        {
            await sources.AddToAsync(granted, host.Context, cancellationToken);
        }

        return granted;
    }

    internal IServiceScopeFactory Scopes => scopes;

    internal UserExecutionContext CreateChild(UserExecutionContext context, string toolName) =>
        context.CreateChild(toolName, null, null, null, clock, entropy, isHolder: true);

    internal void Ended(IToolCallHost host, ToolRegistration tool, string? errorCode)
    {
        _limits.Exit(host, tool);
        diagnostics.ToolEnded(tool.MetricName, errorCode);
    }

    internal void Outcome(IToolCallHost host, ToolRegistration tool, int ordinal, string decision, AgentError? error, bool elsewhere) =>
        audit.Outcome(host, tool.Definition.Name, ordinal, decision, error, elsewhere);

    internal void LateResult() => diagnostics.LateResult();

    internal void ScopeFailed(ToolRegistration tool, Exception exception) => diagnostics.ScopeFailed(tool.ActivityName, exception);

    internal AgentError ErrorOf(ToolRegistration tool, Exception exception)
    {
        if (exception is ToolException told)
        {
            return new AgentError(told.Code, told.Message);
        }

        diagnostics.ToolThrew(tool.Definition.Name, exception);
        return new AgentError(AgentErrorCodes.ToolFailed, $"Tool '{tool.Definition.Name}' failed ({exception.GetType().Name}).");
    }

    /// <summary>Null when the call is allowed; else what its caller is told.</summary>
    private async ValueTask<string?> DenialAsync(IToolCallHost host, ToolRegistration tool, ContextValue arguments, CancellationToken cancellationToken)
    {
        var definition = tool.Definition;
        if (definition.RequiredPermission is { } permission && !host.Context.Grants.Allows(permission))
        {
            return $"Tool '{definition.Name}' needs the permission '{permission}', which this context doesn't grant.";
        }

        var permitted = false;
        var request = new ToolAuthorizationRequest(host.Context, definition, arguments);
        foreach (var authorizer in _authorizers)
        {
            ToolDecision decision;
            try
            {
                decision = await authorizer.AuthorizeAsync(request, cancellationToken);
            }
            catch (Exception e)
            {
                diagnostics.AuthorizerFailed(definition.Name, e);
                return $"Tool '{definition.Name}' is not allowed: the decision failed.";
            }

            if (decision.Forbids)
            {
                return decision.Message ?? $"Tool '{definition.Name}' is forbidden here.";
            }

            permitted |= decision.Permits;
        }

        return permitted ? null : $"Tool '{definition.Name}' is not allowed: nobody permits it. Give it a permission that the context grants, or register an IToolAuthorizer.";
    }

    private ToolCall OpenIntended(IToolCallHost host, ToolRegistration tool, ContextValue arguments, int ordinal)
    {
        try
        {
            return ToolCall.Open(this, host, tool, arguments, ordinal);
        }
        catch (ExecutionFencedException)
        {
            audit.Outcome(host, tool.Definition.Name, ordinal, AuditDecisions.NotRun, new AgentError(AgentErrorCodes.Abandoned, "The execution ended before the tool was called."), elsewhere: false);
            throw;
        }
    }

    private async ValueTask<ToolResult> RefuseAsync(IToolCallHost host, string toolName, string code, string message, string? subject = null)
    {
        if (!await audit.RefusalAsync(host, subject ?? toolName, code, message))
        {
            (code, message) = (AgentErrorCodes.AuditUnavailable, "The call was refused, and why can't be told: the audit trail can't be written.");
        }

        diagnostics.ToolRefused(code);
        return ToolResult.Refused(toolName, code, message);
    }
}
