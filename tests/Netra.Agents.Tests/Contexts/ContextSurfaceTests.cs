using System.Reflection;

namespace Netra.Agents.Tests.Contexts;

/// <summary>What the public surface offers to whoever holds a context: nothing that leads to another owner's.</summary>
public sealed class ContextSurfaceTests
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type Context = typeof(UserExecutionContext);

    [Fact]
    public void Constructors_OfTheContext_AreNotPublic() => Assert.Empty(Context.GetConstructors());

    [Fact]
    public void Members_OfTheContext_CanNotBeSet()
    {
        Assert.Empty(Context.GetProperties(Everything).Where(property => property.SetMethod is not null).Select(property => property.Name));
        Assert.Empty(Context.GetFields(Everything).Select(field => field.Name));
        Assert.All(
            Context.GetFields(BindingFlags.NonPublic | BindingFlags.Instance),
            field => Assert.True(field.IsInitOnly, $"{field.Name} can change after the context was made."));
    }

    [Fact]
    public void Type_OfTheContext_CanNotBeDerivedFrom() => Assert.True(Context.IsSealed);

    [Theory]
    [InlineData(typeof(Owner))]
    [InlineData(typeof(UserId))]
    [InlineData(typeof(TenantId))]
    [InlineData(typeof(ThreadId))]
    [InlineData(typeof(RunId))]
    [InlineData(typeof(RequestId))]
    [InlineData(typeof(ExecutionId))]
    [InlineData(typeof(ConnectionId))]
    [InlineData(typeof(ApprovalId))]
    [InlineData(typeof(Grants))]
    [InlineData(typeof(AgentConnection))]
    [InlineData(typeof(StateKey))]
    public void Members_OfWhatSaysWho_CanNotBeSet(Type type)
    {
        Assert.Empty(type.GetProperties(Everything).Where(property => property.SetMethod is not null).Select(property => property.Name));
        Assert.Empty(type.GetFields(Everything).Where(field => !field.IsInitOnly && !field.IsLiteral).Select(field => field.Name));
    }

    [Fact]
    public void PublicMembers_ThatGiveAContext_AreTheFactoriesTheChildAndReadings()
    {
        var giving = Context.Assembly.GetExportedTypes().SelectMany(type => type.GetMethods(Everything)).Where(Gives).Select(Shown).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "AgentExecution.get_Context()",
            "ToolAuthorizationRequest.Deconstruct(UserExecutionContext&, ToolDefinition&, ContextValue&)",
            "ToolAuthorizationRequest.get_UserContext()",
            "ToolInvocation.get_UserContext()",
            "UserExecutionContext.<Clone>$()",
            "UserExecutionContext.CreateChildContext(String, ContextData, ContextData, Grants)",
            "static UserExecutionContext.FromConnection(Owner, ThreadId, ConnectionId, Grants, ContextOptions)",
            "static UserExecutionContext.FromRequest(Owner, ThreadId, Grants, ContextOptions)",
            "static UserExecutionContext.FromRequest(UserId, ThreadId, Grants, ContextOptions)",
        ], giving);
    }

    [Fact]
    public void PublicFields_OfAnyType_HoldNoContext() =>
        Assert.Empty(Context.Assembly.GetExportedTypes().SelectMany(type => type.GetFields(Everything)).Where(field => Mentions(field.FieldType)).Select(field => $"{field.DeclaringType}.{field.Name}"));

    [Fact]
    public void PublicConstructors_OfAnyType_TakeNoContextButTheAuthorizersQuestion() =>
        Assert.Equal(
            [nameof(ToolAuthorizationRequest)],
            Context.Assembly.GetExportedTypes().SelectMany(type => type.GetConstructors()).Where(Takes).Select(constructor => constructor.DeclaringType!.Name));

    [Fact]
    public void Factories_OfAContext_TakeNoContext() =>
        Assert.Empty(Context.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == Context && Takes(method)).Select(Shown));

    [Fact]
    public void CreateChildContext_EverythingThatCanBeGiven_KeepsTheOwner()
    {
        var parent = UserExecutionContext.FromRequest(new Owner(new TenantId("acme"), new UserId("alice")), new ThreadId("t"));
        var hostile = ContextData.Of(("owner", "bob"), ("user_id", "bob"), ("UserId", "bob"), ("tenant", "evil"), ("run_id", RunId.New().ToString()));

        var child = parent.CreateChildContext("bob", hostile, hostile, Grants.Of("admin")).CreateChildContext("user:bob", hostile, hostile);

        Assert.Equal((parent.Owner, parent.RunId, parent.ThreadId, Grants.None), (child.Owner, child.RunId, child.ThreadId, child.Grants));
    }

    private static bool Gives(MethodInfo method) =>
        Mentions(method.ReturnType) || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef && Mentions(parameter.ParameterType));

    private static bool Takes(MethodBase method) => method.GetParameters().Any(parameter => Mentions(parameter.ParameterType));

    private static bool Mentions(Type type) =>
        type == Context || (type.HasElementType && Mentions(type.GetElementType()!)) || (type.IsGenericType && type.GetGenericArguments().Any(Mentions));

    private static string Shown(MethodInfo method) =>
        $"{(method.IsStatic ? "static " : "")}{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
}
