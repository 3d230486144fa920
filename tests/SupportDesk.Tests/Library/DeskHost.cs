using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;

namespace SupportDesk.Tests.Library;

/// <summary>A host of one sample shop, and customers who talk to it.</summary>
internal sealed class DeskHost : IAsyncDisposable
{
    private readonly ShopFolder _folder = ShopFolder.OfSample();
    private readonly ServiceProvider _provider;

    internal DeskHost(bool confirmChanges)
    {
        Shop = _folder.Copy();
        var services = new ServiceCollection();
        services.AddNetraAgents().AddSupportDesk(new OneShop(Shop), options => options.ConfirmChanges = confirmChanges);
        _provider = services.BuildServiceProvider();
        Connections = _provider.GetRequiredService<IConnectionExecutor>();
    }

    internal static ShopData Data { get; } = ShopData.LoadSample();

    internal ShopDatabase Shop { get; }

    internal IConnectionExecutor Connections { get; }

    internal List<ShopRow> ChangedRows => ShopRows.Changed(Shop, _folder.Pristine);

    internal ValueTask<IReadOnlyList<AuditEntry>> AuditOfAsync(string customer) =>
        _provider.GetRequiredService<IAuditTrail>().ListAsync(UserExecutionContext.FromRequest(new UserId(customer), ThreadId.New()));

    /// <summary>Says something and gives the answer; what the desk asks on the way is answered with <paramref name="approve"/>.</summary>
    internal async Task<string> SayAsync(string customer, string text, string thread = "conversation", bool approve = true)
    {
        var sink = new AnsweringSink();
        var connection = Connect(customer, sink);
        sink.Answer = async id => Assert.True((await Connections.ExecuteAsync(connection, Json(new { type = "approve", approval_id = id, approved = approve }))).Succeeded);
        var response = await Connections.ExecuteAsync(connection, Json(new { type = "run", agent = SupportDeskBuilderExtensions.SupportAgentName, input = text, thread_id = thread }));
        Assert.Equal("agent_completed", response.Status);
        Assert.Equal(response.Output.Text, sink.Text.ToString().TrimEnd());
        return response.Output.Text;
    }

    /// <summary>Calls one tool through the scripted agent, and gives the response as it goes over the wire, without the ids of the run.</summary>
    internal async Task<string> CallAsync(string customer, string tool, object arguments)
    {
        var sink = new FrameSink();
        var response = await Connections.ExecuteAsync(
            Connect(customer, sink), Json(new { type = "run", agent = SupportDeskBuilderExtensions.ScriptedAgentName, input = new[] { new { name = tool, arguments } } }));
        return $"{response.Status}: {response.Output.ToJson()}, {string.Join(",", sink.Events.Select(item => item.WireName))}";
    }

    /// <summary>Plays calls as one run and gives the response; the frames are in the sink.</summary>
    internal async Task<ConnectionResponse> PlayAsync(string customer, IAgentEventSink sink, params (string Name, object Arguments)[] calls) =>
        await Connections.ExecuteAsync(Connect(customer, sink), Json(new
        {
            type = "run",
            agent = SupportDeskBuilderExtensions.ScriptedAgentName,
            input = calls.Select(call => new { name = call.Name, arguments = call.Arguments }),
        }));

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Shop.Dispose();
        _folder.Dispose();
    }

    private static AgentConnection Connect(string customer, IAgentEventSink sink) =>
        new(new ConnectionId("test"), new Owner(new UserId(customer)), sink, ShopPermissions.Customer);

    private static byte[] Json<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message);

    private sealed class AnsweringSink : IAgentEventSink
    {
        internal StringBuilder Text { get; } = new();

        internal Func<string, Task>? Answer { get; set; }

        public async ValueTask SendAsync(AgentEvent agentEvent, CancellationToken cancellationToken)
        {
            if (agentEvent is AgentText text)
            {
                Text.Append(text.Text);
            }
            else if (agentEvent is ToolApprovalRequested request)
            {
                await Answer!(request.ApprovalId.ToString());
            }
        }
    }
}
