namespace Netra.Agents.Workflows;

/// <summary>The first entry of a run's checkpoints: what the run is, and which attempt at it goes on or stands still.</summary>
internal readonly record struct CheckpointHead
{
    private const int Format = 1;
    private const int Parts = 14;

    internal required long Epoch { get; init; }
    internal required bool IsSuspended { get; init; }
    internal required string Workflow { get; init; }
    internal required string Fingerprint { get; init; }

    /// <summary>Each step of the definition that the run began with, and its shape.</summary>
    internal required ContextValue Shapes { get; init; }
    internal required ContextValue Input { get; init; }
    internal required string ThreadId { get; init; }
    internal required string CorrelationId { get; init; }
    internal required string OperationName { get; init; }
    internal required ContextValue AgentContext { get; init; }
    internal required ContextValue AuditMetadata { get; init; }
    internal required ContextValue Grants { get; init; }
    internal required int MaxDepth { get; init; }

    internal static CheckpointHead Of(string workflow, WorkflowShape shape, AgentExecution execution)
    {
        var context = execution.Context;
        return new CheckpointHead
        {
            Epoch = execution.Claim.Epoch,
            IsSuspended = false,
            Workflow = workflow,
            Fingerprint = shape.Fingerprint,
            Shapes = shape.Steps,
            Input = execution.Input,
            ThreadId = context.ThreadId.Value,
            CorrelationId = context.CorrelationId,
            OperationName = context.OperationName,
            AgentContext = context.AgentContext.ToValue(),
            AuditMetadata = context.AuditMetadata.ToValue(),
            Grants = context.Grants.Names.Count == 0 ? default : ContextValue.List([.. context.Grants.Names.Select(ContextValue.FromString)]),
            MaxDepth = context.Run.MaxDepth,
        };
    }

    internal ContextValue ToValue() => ContextValue.List(
        Format, Epoch, IsSuspended, Workflow, Fingerprint, Shapes, Input, ThreadId, CorrelationId, OperationName, AgentContext, AuditMetadata, Grants, MaxDepth);

    /// <summary>Null for what is no head of this format.</summary>
    internal static CheckpointHead? TryRead(ContextValue value)
    {
        if (value.Kind != ContextValueKind.List || value.Count != Parts || value[0] != Format)
        {
            return null;
        }

        try
        {
            return new CheckpointHead
            {
                Epoch = value[1].AsInt64(),
                IsSuspended = value[2].AsBoolean(),
                Workflow = value[3].AsString(),
                Fingerprint = value[4].AsString(),
                Shapes = value[5],
                Input = value[6],
                ThreadId = value[7].AsString(),
                CorrelationId = value[8].AsString(),
                OperationName = value[9].AsString(),
                AgentContext = value[10],
                AuditMetadata = value[11],
                Grants = value[12],
                MaxDepth = (int)value[13].AsInt64(),
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The context of another attempt: the run's own data, with the rights that it had and that its owner still has.</summary>
    internal UserExecutionContext ContextFor(UserExecutionContext asking, Contexts.RunIdentity? known, RunId runId, TimeProvider clock, IEntropySource entropy) =>
        UserExecutionContext.Resumed(
            known ?? new Contexts.RunIdentity(asking.Owner, new ThreadId(ThreadId), runId, asking.ConnectionId, CorrelationId, MaxDepth),
            OperationName, ContextData.From(AgentContext.Entries), ContextData.From(AuditMetadata.Entries),
            Netra.Agents.Grants.Of(Grants.Items.Select(name => name.AsString())).Intersect(asking.Grants), clock, entropy);
}
