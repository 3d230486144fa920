using System.Diagnostics.CodeAnalysis;
using Netra.Agents.Contexts;

namespace Netra.Agents;

/// <summary>Who an operation is for, and where it stands in its run. Immutable, and free of services, tokens and callbacks.</summary>
/// <remarks>
/// Make one at the trust boundary only, with <see cref="FromRequest(Owner, ThreadId, Grants?, ContextOptions?)"/> or
/// <see cref="FromConnection"/>, from an identity that the host has authenticated, never from a message body. No member gives a
/// context with another owner, thread or run out of an existing one. One context begins one run. Safe for concurrent use.
/// </remarks>
public sealed record UserExecutionContext
{
    private readonly RunIdentity _run;
    private readonly Guid _parentRequestId;

    // The context of the execution or tool call that this one is a part of; null when it is that context itself.
    private readonly UserExecutionContext? _holder;
    private readonly long _createdAtUtcTicks;

    private UserExecutionContext(
        RunIdentity run, RequestId requestId, Guid parentRequestId, string operationName, int depth, DateTimeOffset createdAt,
        ContextData agentContext, ContextData auditMetadata, Grants grants, UserExecutionContext? holder = null)
    {
        _run = run;
        RequestId = requestId;
        _parentRequestId = parentRequestId;
        OperationName = operationName;
        OperationDepth = depth;
        _createdAtUtcTicks = createdAt.UtcTicks;
        _holder = holder;
        AgentContext = agentContext;
        AuditMetadata = auditMetadata;
        Grants = grants;
    }

    /// <summary>Whose operation this is.</summary>
    public Owner Owner => _run.Owner;

    /// <summary>The user.</summary>
    public UserId UserId => _run.Owner.UserId;

    /// <summary>The tenant, or <see cref="TenantId.None"/>.</summary>
    public TenantId TenantId => _run.Owner.TenantId;

    /// <summary>The conversation.</summary>
    public ThreadId ThreadId => _run.ThreadId;

    /// <summary>The run that this context and all its children belong to.</summary>
    public RunId RunId => _run.RunId;

    /// <summary>This one operation.</summary>
    public RequestId RequestId { get; }

    /// <summary>The operation that this one is a part of; null at the root.</summary>
    public RequestId? ParentRequestId => _parentRequestId == Guid.Empty ? null : new RequestId(_parentRequestId);

    /// <summary>The connection on which the request came in, if any. It says nothing about where events must go.</summary>
    public ConnectionId? ConnectionId => _run.ConnectionId;

    /// <summary>One id for the whole tree.</summary>
    public string CorrelationId => _run.CorrelationId;

    /// <summary>What the operation is called.</summary>
    public string OperationName { get; }

    /// <summary>0 at the root, one more for each child.</summary>
    public int OperationDepth { get; }

    /// <summary>When the context was made (UTC).</summary>
    public DateTimeOffset CreatedAt => new(_createdAtUtcTicks, TimeSpan.Zero);

    /// <summary>Data for agents.</summary>
    public ContextData AgentContext { get; }

    /// <summary>Data for the audit trail.</summary>
    public ContextData AuditMetadata { get; }

    /// <summary>What this context allows; a child never has more.</summary>
    public Grants Grants { get; }

    internal RunIdentity Run => _run;

    /// <summary>Names the execution or tool call under whose right this context acts: that one alone, also when it has ended and its caller lives on.</summary>
    internal RequestId HolderRequestId => (_holder ?? this).RequestId;

    /// <summary>Begins a run for a user without a tenant.</summary>
    /// <inheritdoc cref="FromRequest(Owner, ThreadId, Grants?, ContextOptions?)"/>
    public static UserExecutionContext FromRequest(UserId userId, ThreadId threadId, Grants? grants = null, ContextOptions? options = null) =>
        FromRequest(new Owner(userId), threadId, grants, options);

    /// <summary>Begins a run for an owner whom the host has authenticated.</summary>
    /// <param name="owner">Who is asking. Never taken from a message.</param>
    /// <param name="threadId">The conversation.</param>
    /// <param name="grants">What the run may do; nothing by default.</param>
    /// <param name="options">Everything that has a default.</param>
    /// <exception cref="ArgumentException">An id is missing or breaks its rule; the message names it.</exception>
    public static UserExecutionContext FromRequest(Owner owner, ThreadId threadId, Grants? grants = null, ContextOptions? options = null) =>
        Create(owner, threadId, null, grants, options);

    /// <summary>Begins a run for the authenticated owner of a connection, and remembers where it came in.</summary>
    /// <inheritdoc cref="FromRequest(Owner, ThreadId, Grants?, ContextOptions?)"/>
    public static UserExecutionContext FromConnection(
        Owner owner, ThreadId threadId, ConnectionId connectionId, Grants? grants = null, ContextOptions? options = null)
    {
        if (connectionId.IsDefault)
        {
            throw new ArgumentException("The connection is missing: this ConnectionId is a default value.", nameof(connectionId));
        }

        return Create(owner, threadId, connectionId, grants, options);
    }

    /// <summary>Begins another attempt at a run.</summary>
    internal static UserExecutionContext Resumed(
        RunIdentity run, string operationName, ContextData agentContext, ContextData auditMetadata, Grants grants, TimeProvider clock, IEntropySource entropy)
    {
        var now = clock.GetUtcNow();
        return new UserExecutionContext(run, new RequestId(NewId.Create(now, entropy)), Guid.Empty, operationName, 0, now, agentContext, auditMetadata, grants);
    }

    /// <summary>Makes the context of a part of this operation: same owner, thread, run and correlation; a new request id.</summary>
    /// <param name="operationName">What the part is called: 1 to 256 characters.</param>
    /// <param name="additionalAgentContext">Merged over this context's data; nothing is taken away.</param>
    /// <param name="additionalAuditMetadata">Merged over this context's metadata.</param>
    /// <param name="grants">What the child asks for; it gets what this context has too. All of it by default.</param>
    /// <exception cref="InvalidOperationException">The depth limit of the run is reached.</exception>
    /// <exception cref="ArgumentException">The name breaks the rule for ids, or the merged data is too large.</exception>
    public UserExecutionContext CreateChildContext(
        string operationName, ContextData? additionalAgentContext = null, ContextData? additionalAuditMetadata = null, Grants? grants = null) =>
        CreateChild(operationName, additionalAgentContext, additionalAuditMetadata, grants, TimeProvider.System, SystemEntropySource.Instance);

    internal UserExecutionContext CreateChild(
        string operationName, ContextData? agentContext, ContextData? auditMetadata, Grants? grants, TimeProvider clock, IEntropySource entropy, bool isHolder = false)
    {
        IdText.Check(operationName, nameof(operationName));
        if (!CanNest)
        {
            throw new InvalidOperationException(
                $"The operation '{IdText.Shown(operationName)}' would be nested {OperationDepth + 1} deep; the limit is {_run.MaxDepth} ({nameof(ContextOptions)}.{nameof(ContextOptions.MaxDepth)}). Look for agents that call each other in a circle.");
        }

        var now = clock.GetUtcNow();
        return new UserExecutionContext(
            _run, new RequestId(NewId.Create(now, entropy)), RequestId.Value, operationName, OperationDepth + 1, now,
            agentContext is null ? AgentContext : AgentContext.Merge(agentContext),
            auditMetadata is null ? AuditMetadata : AuditMetadata.Merge(auditMetadata),
            grants is null ? Grants : Grants.Intersect(grants), isHolder ? null : _holder ?? this);
    }

    internal bool CanNest => OperationDepth < _run.MaxDepth;

    /// <summary>True when every part is equal, data and grants by value.</summary>
    public bool Equals([NotNullWhen(true)] UserExecutionContext? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (RequestId == other.RequestId && _parentRequestId == other._parentRequestId && _run.Same(other._run)
                && OperationName == other.OperationName && OperationDepth == other.OperationDepth && _createdAtUtcTicks == other._createdAtUtcTicks
                && AgentContext.Equals(other.AgentContext) && AuditMetadata.Equals(other.AuditMetadata) && Grants.Equals(other.Grants)));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RequestId, RunId);

    /// <summary>Where the operation stands, without a word about whose it is or what it carries.</summary>
    public override string ToString() => $"{OperationName} (run {RunId}, request {RequestId}, depth {OperationDepth})";

    private static UserExecutionContext Create(Owner owner, ThreadId threadId, ConnectionId? connectionId, Grants? grants, ContextOptions? options)
    {
        owner.Check(nameof(owner));
        if (threadId.IsDefault)
        {
            throw new ArgumentException("The thread is missing: this ThreadId is a default value; make one with ThreadId.New().", nameof(threadId));
        }

        if (options is null)
        {
            var now = TimeProvider.System.GetUtcNow();
            var entropy = SystemEntropySource.Instance;
            return new UserExecutionContext(
                new RunIdentity(owner, threadId, new RunId(NewId.Create(now, entropy)), connectionId, null, 32),
                new RequestId(NewId.Create(now, entropy)), Guid.Empty, "request", 0, now, ContextData.Empty, ContextData.Empty, grants ?? Grants.None);
        }

        ContextOptionsRule.Check(options);
        var createdAt = options.TimeProvider.GetUtcNow();
        var runId = options.RunId ?? new RunId(NewId.Create(createdAt, options.EntropySource));
        var run = new RunIdentity(owner, threadId, runId, connectionId, options.CorrelationId, options.MaxDepth);
        return new UserExecutionContext(
            run, new RequestId(NewId.Create(createdAt, options.EntropySource)), Guid.Empty, options.OperationName, 0, createdAt,
            options.AgentContext, options.AuditMetadata, grants ?? Grants.None);
    }
}
