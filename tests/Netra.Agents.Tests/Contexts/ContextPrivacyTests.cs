using System.Globalization;

namespace Netra.Agents.Tests.Contexts;

/// <summary>Whatever ends up in a log by accident says nothing about who it is or what it carries.</summary>
public sealed class ContextPrivacyTests
{
    private const string Secret = "zebra-4711";

    private static readonly Owner Owner = new(new TenantId($"tenant-{Secret}"), new UserId($"user-{Secret}"));

    private readonly UserExecutionContext _context = UserExecutionContext.FromConnection(
        Owner, new ThreadId("t"), new ConnectionId("c"), null, new ContextOptions
        {
            AgentContext = ContextData.Of(("name", Secret)),
            AuditMetadata = ContextData.Of((Secret, 1)),
        });

    [Fact]
    public void ToString_OfWhatCarriesAnOwnerOrData_ShowsNeither()
    {
        var value = ContextValue.Map(("name", Secret), (Secret, 1));
        object[] carriers =
        [
            _context, _context.CreateChildContext("part", ContextData.Of(("more", Secret))), Owner, value, ContextValue.FromString(Secret), ContextValue.List(Secret),
            ContextData.Of(("name", Secret)), new AgentRequest(value), AgentOutput.FromText(Secret), new StateEntry(value, 1), new AgentConnection(new ConnectionId("c"), Owner, new RecordingEventSink()),
            new AuditEntry(Owner, _context.RunId, null, _context.CreatedAt, "connection", "run", "refused", "denied", "why"), StateKey.For(_context, StateScope.User, "cart"),
            new ToolAuthorizationRequest(_context, new ToolDefinition("tool", "what it does"), value), new ToolApprovalPolicy(TimeSpan.FromMinutes(1), Owner),
        ];

        Assert.All(carriers, carrier => Assert.DoesNotContain(Secret, carrier.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_OfAContext_SaysWhereTheOperationStands()
    {
        var child = _context.CreateChildContext("part");

        Assert.Equal($"part (run {_context.RunId}, request {child.RequestId}, depth 1)", child.ToString());
    }

    [Fact]
    public void ToString_OfAnOwner_IsTheSameEachTimeAndOfFixedLength()
    {
        Assert.Equal(Owner.ToString(), new Owner(new TenantId($"tenant-{Secret}"), new UserId($"user-{Secret}")).ToString());
        Assert.Equal("Owner()".Length + 32, Owner.ToString().Length);
    }

    [Theory]
    [InlineData(typeof(int), "Integer")]
    [InlineData(typeof(string), "String")]
    [InlineData(typeof(object), "Null")]
    public void ToString_OfAValue_IsItsKind(Type type, string kind)
    {
        ContextValue value = type == typeof(int) ? 4_711 : type == typeof(string) ? Secret : ContextValue.Null;

        Assert.Equal(kind, value.ToString());
        Assert.Equal(kind, string.Format(CultureInfo.InvariantCulture, "{0}", value));
    }
}
