namespace Netra.Agents.Contexts;

internal static class ContextOptionsRule
{
    internal static void Check(ContextOptions options)
    {
        IdText.Check(options.OperationName, nameof(ContextOptions.OperationName));
        if (options.CorrelationId is { } correlationId)
        {
            IdText.Check(correlationId, nameof(ContextOptions.CorrelationId));
        }

        if (options.RunId is { IsDefault: true })
        {
            throw new ArgumentException("ContextOptions.RunId is a default value; leave it null for a new id or give one.", nameof(options));
        }

        if (options.MaxDepth is < 1 or > 1_000)
        {
            throw new ArgumentException($"ContextOptions.MaxDepth must be 1 to 1,000; it is {options.MaxDepth}.", nameof(options));
        }

        ArgumentNullException.ThrowIfNull(options.AgentContext, nameof(ContextOptions.AgentContext));
        ArgumentNullException.ThrowIfNull(options.AuditMetadata, nameof(ContextOptions.AuditMetadata));
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(ContextOptions.TimeProvider));
        ArgumentNullException.ThrowIfNull(options.EntropySource, nameof(ContextOptions.EntropySource));
    }
}
