using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;
using Netra.Agents.Tools;

namespace Netra.Agents.Tests.Tools;

public sealed class DelegateToolTests
{
    /// <summary>Tools by what they give back.</summary>
    private static readonly Dictionary<string, (Delegate Handler, string? Output)> Results = new()
    {
        ["void"] = (() => { }, "null"),
        ["task"] = (async () => { await Task.Yield(); }, "null"),
        ["value task"] = (async ValueTask () => { await Task.Yield(); }, "null"),
        ["text"] = (() => "a", "\"a\""),
        ["null text"] = (string? () => null, "null"),
        ["integer"] = (() => 5, "5"),
        ["task of list"] = (async () => { await Task.Yield(); return new[] { 1, 2 }; }, "[1,2]"),
        ["value task of boolean"] = (ValueTask<bool> () => new(true), "true"),
        ["later value task"] = (async ValueTask<string> () => { await Task.Yield(); return "b"; }, "\"b\""),
        ["record"] = (() => new Address("Main St", 5, null), """{"Street":"Main St","Number":5,"Floor":null}"""),
        ["enum"] = (() => Size.Large, "\"Large\""),
        ["value"] = (() => ContextValue.List(1, "x"), """[1,"x"]"""),
        ["faulted task"] = (Task<int> () => Task.FromException<int>(new ToolException("own_code", "No.")), null),
    };

    public static TheoryData<string> ResultNames => new(Results.Keys);

    [Theory]
    [MemberData(nameof(ResultNames))]
    public async Task InvokeAsync_EveryKindOfResult_IsRead(string name)
    {
        var (handler, output) = Results[name];

        var result = await CallAsync(handler, "{}");

        Assert.Equal(output, result.Succeeded ? result.Output.ToJson() : null);
        Assert.Equal(output is null ? "own_code" : null, result.Error?.Code);
    }

    [Fact]
    public void Schema_Parameters_OnlyThoseThatTheCallerGivesAreInIt()
    {
        var schema = SchemaOf((
            Session session, UserExecutionContext context, ToolInvocation invocation, IServiceProvider services, CancellationToken cancellationToken,
            [Description("How it is called.")] string name, int count = 3, double? ratio = null) => "");

        Assert.Equal(["name", "count", "ratio"], schema["properties"].Entries.Select(entry => entry.Key));
        Assert.Equal(ContextValue.List("name"), schema["required"]);
        Assert.False(schema["additionalProperties"].AsBoolean());
        Assert.Equal("object", schema["type"].AsString());
        Assert.Equal("How it is called.", schema["properties"]["name"]["description"].AsString());
        Assert.Equal("string", schema["properties"]["name"]["type"].AsString());
        Assert.Equal("integer", schema["properties"]["count"]["type"].AsString());
        Assert.Equal(ContextValue.List("number", "null"), schema["properties"]["ratio"]["type"]);
    }

    [Fact]
    public void Schema_ComplexParameters_IsOneThatTheValidatorChecksInFull()
    {
        var schema = SchemaOf((Order order, Address[] others, Dictionary<string, int> counts, Size size, ContextValue anything) => "");

        Assert.NotNull(ToolSchemaReader.Read(schema));
        var order = schema["properties"]["order"]["properties"];
        Assert.Equal(["From", "To", "Sizes"], order.Entries.Select(entry => entry.Key));
        Assert.Equal(order["From"]["properties"], order["To"]["properties"]);
        Assert.Equal(ContextValue.List("Street", "Number"), order["To"]["required"]);
        Assert.Equal(ContextValue.List("Small", "Large"), schema["properties"]["size"]["enum"]);
        Assert.Equal(["order", "others", "counts", "size", "anything"], schema["required"].Items.Select(name => name.AsString()));
    }

    [Fact]
    public async Task InvokeAsync_EverythingBound_ComesFromTheCallsOwnScope()
    {
        Session? session = null;
        var result = await CallAsync(
            (Session given, UserExecutionContext context, ToolInvocation invocation, IServiceProvider services, CancellationToken cancellationToken, string name) =>
            {
                session = given;
                Assert.Same(given, services.GetRequiredService<Session>());
                Assert.Same(context, invocation.UserContext);
                Assert.Same(context, services.GetRequiredService<UserExecutionContext>());
                Assert.True(cancellationToken.CanBeCanceled);
                return $"{context.UserId} {context.OperationName} {name} {invocation.Tool.Name}";
            },
            """{"name":"x"}""");

        Assert.Equal("alice subject x subject", result.EnsureSuccess().AsString());
        Assert.True(session!.IsDisposed);
    }

    [Theory]
    [InlineData("""{"text":null,"address":null,"number":null}""", null)]
    [InlineData("""{"text":"a","address":{"Street":"a","Number":1},"number":2}""", null)]
    [InlineData("""{"text":"a","address":{"Street":"a","Number":1},"number":2,"always":null}""", "$.always must be string, not null.")]
    public async Task InvokeAsync_NullForAParameter_IsTakenWhereItsTypeSaysSo(string arguments, string? fault)
    {
        var result = await CallAsync((string? text, Address? address, int? number, string always = "") => "", arguments);

        Assert.Equal(fault is null, result.Succeeded);
        Assert.EndsWith(fault ?? "", result.Error?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1},"To":{"Street":"b","Number":2,"Floor":3},"Sizes":["Small","Large"]}}""", "a1 to b2 on 3, Small+Large, 7")]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1,"Floor":null},"To":{"Street":"b","Number":2},"Sizes":[]},"more":8}""", "a1 to b2 on , , 8")]
    public async Task InvokeAsync_RecordsListsEnumsAndDefaults_AreRead(string arguments, string output)
    {
        var result = await CallAsync(
            (Order order, int more = 7) => $"{order.From.Street}{order.From.Number} to {order.To.Street}{order.To.Number} on {order.To.Floor}, {string.Join('+', order.Sizes)}, {more}", arguments);

        Assert.Equal(output, result.EnsureSuccess().AsString());
    }

    [Theory]
    [InlineData("{}", "$ needs the member 'order'.")]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1},"To":{"Street":"b","Number":"2"},"Sizes":[]}}""", "$.order.To.Number must be integer, not string.")]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1},"To":{"Street":"b","Number":2},"Sizes":["Small","Huge"]}}""", "$.order.Sizes[1] must be one of \"Small\", \"Large\"; it is \"Huge\".")]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1},"To":{"Street":null,"Number":2},"Sizes":[]}}""", "$.order.To.Street must be string, not null.")]
    [InlineData("""{"order":{"From":{"Street":"a","Number":1},"To":{"Street":"b","Number":2},"Sizes":[99]}}""", "$.order.Sizes[0] must be one of \"Small\", \"Large\"; it is 99.")]
    public async Task InvokeAsync_ArgumentsThatDoNotFit_NeverReachTheDelegate(string arguments, string fault)
    {
        var reached = false;
        var result = await CallAsync((Order order) => { reached = order is not null; }, arguments);

        Assert.Equal("invalid_arguments", result.Error!.Code);
        Assert.EndsWith(fault, result.Error.Message, StringComparison.Ordinal);
        Assert.False(reached);
    }

    [Fact]
    public async Task InvokeAsync_ArgumentThatFitsTheSchemaAndCannotBeRead_IsAnInvalidArgument()
    {
        var reached = false;
        var result = await CallAsync((byte small, DateOnly day) => { reached = small + day.Year > 0; }, """{"small":300,"day":"2030-01-01"}""", openSchema: true);

        Assert.Equal("invalid_arguments", result.Error!.Code);
        Assert.StartsWith("The argument 'small' can't be read as Byte:", result.Error.Message, StringComparison.Ordinal);
        Assert.False(reached);
    }

    [Fact]
    public async Task InvokeAsync_DelegateThrows_TheExceptionIsItsOwnAndOnlyItsTypeIsTold()
    {
        var result = await CallAsync(string () => throw new FormatException("secret"), "{}");

        Assert.Equal("Tool 'subject' failed (FormatException).", result.Error!.Message);
    }

    [Theory]
    [InlineData("""{"tree":{"Name":"a","Branches":[{"Name":"b","Branches":[{"Name":"c","Branches":[]}]}]}}""", null)]
    [InlineData("""{"tree":{"Name":"a","Branches":[{"Name":"b","Branches":[{"Name":1,"Branches":[]}]}]}}""", "$.tree.Branches[0].Branches[0].Name must be string, not integer.")]
    public async Task InvokeAsync_RecursiveParameter_IsCheckedAllTheWayDown(string arguments, string? fault)
    {
        var result = await CallAsync((Tree tree) => tree.Branches[0].Branches[0].Name, arguments);

        Assert.Equal(fault is null ? "c" : null, result.Succeeded ? result.Output.Text : null);
        Assert.EndsWith(fault ?? "", result.Error?.Message ?? "", StringComparison.Ordinal);
    }

    private static ContextValue SchemaOf(Delegate handler) => new DelegateTool(handler, new Known()).Schema;

    private static async Task<ToolResult> CallAsync(Delegate handler, string arguments, bool openSchema = false)
    {
        ToolResult result = default;
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddScoped<Session>();
            builder.AddTool("subject", "Is tried.", handler, tool =>
            {
                tool.RequirePermission(TestHost.Permission);
                if (openSchema)
                {
                    tool.WithSchema(ContextValue.FromJson("""{"type":"object","additionalProperties":true}"""));
                }
            });
            builder.AddAgent("caller", async (execution, _) =>
            {
                result = await execution.Tools.DispatchAsync("subject", ContextValue.FromJson(arguments));
                return AgentOutput.FromText("");
            });
        });
        (await host.Core.ExecuteAsync("caller", host.Context(), "")).EnsureSuccess();
        return result;
    }

    private enum Size
    {
        Small,
        Large,
    }

    private sealed record Address(string Street, int Number, int? Floor = null);

    private sealed record Order(Address From, Address To, Size[] Sizes);

    private sealed record Tree(string Name, Tree[] Branches);

    private sealed class Session : IDisposable
    {
        internal bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Known : IServiceProviderIsService
    {
        public bool IsService(Type serviceType) => serviceType == typeof(Session);
    }
}
