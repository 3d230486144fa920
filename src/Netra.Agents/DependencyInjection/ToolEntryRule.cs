using Netra.Agents.Contexts;
using Netra.Agents.Tools;

namespace Netra.Agents.DependencyInjection;

internal static class ToolEntryRule
{
    /// <exception cref="FormatException">The definition has a fault; the message says which.</exception>
    internal static ToolRegistration Make(ToolDefinition definition, TimeSpan defaultTimeout, bool usesToken, Func<ToolInvocation, CancellationToken, ValueTask<ContextValue>> invoke, string? metricName = null)
    {
        if (definition.RequiredPermission is { } permission && IdText.Fault(permission) is { } fault)
        {
            throw new FormatException($"its permission {fault}");
        }

        var timeout = definition.Timeout ?? defaultTimeout;
        if (timeout != Timeout.InfiniteTimeSpan && (timeout <= TimeSpan.Zero || timeout > TimeSpan.FromDays(365)))
        {
            throw new FormatException($"its timeout must be more than zero and at most 365 days; it is {timeout}.");
        }

        if (definition.Approval is { } approval && (approval.ExpiresAfter <= TimeSpan.Zero || approval.ExpiresAfter > TimeSpan.FromDays(40) || approval.Approver is { IsDefault: true }))
        {
            throw new FormatException("its approval must expire after more than zero and at most 40 days, and its approver, if there is one, must be somebody.");
        }

        if (definition.Price < 0)
        {
            throw new FormatException($"its price must not be negative; it is {definition.Price}.");
        }

        if (!Enum.IsDefined(definition.Effect))
        {
            throw new FormatException($"its effect {definition.Effect} is none of Pure, Idempotent, AtMostOnce.");
        }

        try
        {
            return new ToolRegistration(definition, ToolSchemaReader.Read(definition.InputSchema), timeout, usesToken, invoke, metricName);
        }
        catch (FormatException e)
        {
            throw new FormatException($"its schema has a fault: {e.Message}", e);
        }
    }
}
