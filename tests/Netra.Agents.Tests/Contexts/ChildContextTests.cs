using Microsoft.Extensions.Time.Testing;
using Netra.Agents.Contexts;

namespace Netra.Agents.Tests.Contexts;

public sealed class ChildContextTests
{
    private static readonly Owner Alice = new(new TenantId("acme"), new UserId("alice"));

    private readonly UserExecutionContext _parent = UserExecutionContext.FromConnection(
        Alice, new ThreadId("t"), new ConnectionId("c"), Grants.Of("read", "write"), new ContextOptions
        {
            CorrelationId = "trace",
            AgentContext = ContextData.Of(("locale", "de"), ("tier", 1)),
            AuditMetadata = ContextData.Of(("source", "web")),
        });

    [Fact]
    public void CreateChildContext_OfAnyParent_StaysInItsRun()
    {
        var child = _parent.CreateChildContext("part");

        Assert.Equal(
            (_parent.Owner, _parent.ThreadId, _parent.RunId, _parent.ConnectionId, _parent.CorrelationId),
            (child.Owner, child.ThreadId, child.RunId, child.ConnectionId, child.CorrelationId));
        Assert.NotEqual(_parent.RequestId, child.RequestId);
        Assert.Equal((_parent.RequestId, 1, "part"), (child.ParentRequestId, child.OperationDepth, child.OperationName));
        Assert.Equal((_parent.AgentContext, _parent.AuditMetadata, _parent.Grants), (child.AgentContext, child.AuditMetadata, child.Grants));
    }

    [Fact]
    public void CreateChildContext_SeveralOfOneParent_AreSiblings()
    {
        var children = Enumerable.Range(0, 1_000).Select(_ => _parent.CreateChildContext("part")).ToList();

        Assert.Equal(1_000, children.Select(child => child.RequestId).Distinct().Count());
        Assert.All(children, child => Assert.Equal(_parent.RequestId, child.ParentRequestId));
    }

    [Fact]
    public void CreateChildContext_MoreData_IsMergedAndTheParentKeepsItsOwn()
    {
        var child = _parent.CreateChildContext("part", ContextData.Of(("tier", 2), ("topic", "refund")), ContextData.Of(("step", 3)));

        Assert.Equal(ContextData.Of(("locale", "de"), ("tier", 2), ("topic", "refund")), child.AgentContext);
        Assert.Equal(ContextData.Of(("source", "web"), ("step", 3)), child.AuditMetadata);
        Assert.Equal(ContextData.Of(("locale", "de"), ("tier", 1)), _parent.AgentContext);
        Assert.Equal(ContextData.Of(("source", "web")), _parent.AuditMetadata);
    }

    [Fact]
    public void CreateChildContext_GrantsAskedFor_AreOnlyNarrowed()
    {
        Assert.Equal(Grants.Of("read"), _parent.CreateChildContext("part", grants: Grants.Of("read", "admin")).Grants);
        Assert.Equal(Grants.None, _parent.CreateChildContext("part", grants: Grants.None).Grants);
        Assert.Equal(Grants.None, _parent.CreateChildContext("part", grants: Grants.None).CreateChildContext("part", grants: Grants.Of("read")).Grants);
        Assert.Equal(Grants.Of("read", "write"), _parent.Grants);
    }

    [Fact]
    public void CreateChildContext_PastTheDepthLimit_IsRefusedWithTheLimit()
    {
        var deepest = Enumerable.Range(0, 3).Aggregate(
            UserExecutionContext.FromRequest(Alice, new ThreadId("t"), null, new ContextOptions { MaxDepth = 3 }), (context, _) => context.CreateChildContext("part"));

        Assert.Equal(3, deepest.OperationDepth);
        Assert.Equal(
            "The operation 'one\\u200Bmore' would be nested 4 deep; the limit is 3 (ContextOptions.MaxDepth). Look for agents that call each other in a circle.",
            Assert.Throws<InvalidOperationException>(() => deepest.CreateChildContext("one\u200Bmore")).Message);
    }

    [Fact]
    public void CreateChildContext_ByDefault_NestsThirtyTwoDeep()
    {
        var deepest = Enumerable.Range(0, 32).Aggregate(UserExecutionContext.FromRequest(Alice, new ThreadId("t")), (context, _) => context.CreateChildContext("part"));

        Assert.Throws<InvalidOperationException>(() => deepest.CreateChildContext("part"));
    }

    [Theory]
    [InlineData("", "operationName must have 1 to 256 characters; it has 0. (Parameter 'operationName')")]
    [InlineData("a\t", @"operationName must have no control characters; 'a\u0009' has U+0009 at index 1. (Parameter 'operationName')")]
    public void CreateChildContext_BadName_IsRefused(string name, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => _parent.CreateChildContext(name)).Message);

    [Fact]
    public void CreateChildContext_DataTooLargeTogether_IsRefusedAndTheParentStays()
    {
        var half = ContextData.Of(("a", new string('x', 40_000)));
        var parent = _parent.CreateChildContext("part", half);

        var refused = Assert.Throws<ArgumentException>(() => parent.CreateChildContext("part", ContextData.Of(("b", new string('y', 40_000)))));

        Assert.Contains("the limit is 65,536 (ContextData.MaxSize)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(40_000, parent.AgentContext["a"].AsString().Length);
    }

    [Fact]
    public void CreateChild_GivenClock_TakesItsTime()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

        var child = _parent.CreateChild("part", null, null, null, clock, SystemEntropySource.Instance);

        Assert.Equal(clock.GetUtcNow(), child.CreatedAt);
        Assert.Equal(TimeSpan.Zero, child.CreatedAt.Offset);
    }
}
