using Microsoft.Extensions.Time.Testing;

namespace Netra.Agents.Tests.Contexts;

public sealed class UserExecutionContextTests
{
    private static readonly Owner Alice = new(new TenantId("acme"), new UserId("alice"));
    private static readonly ThreadId Thread = new("thread-1");

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero));

    [Fact]
    public void FromRequest_OwnerAndThread_BeginsARunWithSafeDefaults()
    {
        var context = UserExecutionContext.FromRequest(Alice, Thread);

        Assert.Equal((Alice, Alice.UserId, Alice.TenantId, Thread), (context.Owner, context.UserId, context.TenantId, context.ThreadId));
        Assert.Equal((null, null, 0, "request"), (context.ConnectionId, context.ParentRequestId, context.OperationDepth, context.OperationName));
        Assert.Equal(context.RunId.ToString(), context.CorrelationId);
        Assert.NotEqual(default, context.RunId);
        Assert.NotEqual(context.RunId.Value, context.RequestId.Value);
        Assert.Equal(Grants.None, context.Grants);
        Assert.Empty(context.AgentContext);
        Assert.Empty(context.AuditMetadata);
    }

    [Fact]
    public void FromRequest_UserAlone_BelongsToNoTenant()
    {
        var context = UserExecutionContext.FromRequest(new UserId("alice"), Thread);

        Assert.True(context.TenantId.IsNone);
        Assert.Equal(new Owner(new UserId("alice")), context.Owner);
    }

    [Fact]
    public void FromConnection_Connection_IsRemembered()
    {
        var context = UserExecutionContext.FromConnection(Alice, Thread, new ConnectionId("c-1"), Grants.Of("read"));

        Assert.Equal(new ConnectionId("c-1"), context.ConnectionId);
        Assert.True(context.Grants.Allows("read"));
    }

    [Fact]
    public void FromRequest_AllOptions_AreTaken()
    {
        var options = new ContextOptions
        {
            RunId = RunId.New(),
            CorrelationId = "trace-1",
            OperationName = "ask",
            AgentContext = ContextData.Of(("locale", "de")),
            AuditMetadata = ContextData.Of(("ip", "hash")),
            TimeProvider = _clock,
        };
        var context = UserExecutionContext.FromRequest(Alice, Thread, Grants.Of("read"), options);

        Assert.Equal((options.RunId, "trace-1", "ask", _clock.GetUtcNow()), (context.RunId, context.CorrelationId, context.OperationName, context.CreatedAt));
        Assert.Equal((options.AgentContext, options.AuditMetadata), (context.AgentContext, context.AuditMetadata));
    }

    [Fact]
    public void FromRequest_OptionsChangedLater_AreNotSeen()
    {
        var options = new ContextOptions { OperationName = "ask", CorrelationId = "c" };
        var context = UserExecutionContext.FromRequest(Alice, Thread, null, options);
        (options.OperationName, options.CorrelationId, options.AgentContext) = ("other", "other", ContextData.Of(("a", 1)));

        Assert.Equal(("ask", "c", 0), (context.OperationName, context.CorrelationId, context.AgentContext.Count));
    }

    [Fact]
    public void FromRequest_MissingIdentity_IsRefusedByName()
    {
        Assert.Equal(
            "The owner is missing: a default Owner names nobody and is never taken for everybody. (Parameter 'owner')",
            Assert.Throws<ArgumentException>(() => UserExecutionContext.FromRequest(default(Owner), Thread)).Message);
        Assert.Throws<ArgumentException>(() => UserExecutionContext.FromRequest(default(UserId), Thread));
        Assert.Equal(
            "The thread is missing: this ThreadId is a default value; make one with ThreadId.New(). (Parameter 'threadId')",
            Assert.Throws<ArgumentException>(() => UserExecutionContext.FromRequest(Alice, default)).Message);
        Assert.Equal(
            "The connection is missing: this ConnectionId is a default value. (Parameter 'connectionId')",
            Assert.Throws<ArgumentException>(() => UserExecutionContext.FromConnection(Alice, Thread, default)).Message);
        Assert.Throws<ArgumentException>(() => UserExecutionContext.FromConnection(default, Thread, new ConnectionId("c")));
    }

    [Fact]
    public void FromRequest_BadOption_IsRefusedWithItsNameAndValue()
    {
        Refused(new() { MaxDepth = 0 }, "ContextOptions.MaxDepth must be 1 to 1,000; it is 0. (Parameter 'options')");
        Refused(new() { MaxDepth = 1_001 }, "ContextOptions.MaxDepth must be 1 to 1,000; it is 1001. (Parameter 'options')");
        Refused(new() { RunId = default(RunId) }, "ContextOptions.RunId is a default value; leave it null for a new id or give one. (Parameter 'options')");
        Refused(new() { OperationName = "" }, "OperationName must have 1 to 256 characters; it has 0. (Parameter 'OperationName')");
        Refused(new() { CorrelationId = "a\r" }, @"CorrelationId must have no control characters; 'a\u000D' has U+000D at index 1. (Parameter 'CorrelationId')");
        Refused(new() { AgentContext = null! }, "Value cannot be null. (Parameter 'AgentContext')");
        Refused(new() { AuditMetadata = null! }, "Value cannot be null. (Parameter 'AuditMetadata')");
        Refused(new() { TimeProvider = null! }, "Value cannot be null. (Parameter 'TimeProvider')");
        Refused(new() { EntropySource = null! }, "Value cannot be null. (Parameter 'EntropySource')");

        static void Refused(ContextOptions options, string message) =>
            Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => UserExecutionContext.FromRequest(Alice, Thread, null, options)).Message);
    }

    [Fact]
    public void With_AnyContext_CopiesItAsItIs()
    {
        var context = UserExecutionContext.FromRequest(Alice, Thread, Grants.Of("read")).CreateChildContext("part");
        var copy = context with { };

        Assert.Equal(context, copy);
        Assert.Equal(context.GetHashCode(), copy.GetHashCode());
    }

    [Fact]
    public void Equals_ContextsOfTwoRequests_AreDifferent()
    {
        var one = UserExecutionContext.FromRequest(Alice, Thread);

        Assert.NotEqual(one, UserExecutionContext.FromRequest(Alice, Thread));
        Assert.NotEqual(one, one.CreateChildContext("part"));
        Assert.False(one.Equals(null));
    }
}
