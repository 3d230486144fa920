using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

/// <summary>Who has the right id of another's run or approval gets, to the byte, the answer for an id that never was; and nothing of the other's changes.</summary>
public sealed class ConnectionIsolationTests : IAsyncDisposable
{
    private readonly TaskCompletionSource<ApprovalId> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestHost _host;
    private readonly Client _alice;
    private readonly RunId _runId = RunId.New();

    public ConnectionIsolationTests()
    {
        _host = new TestHost(builder => builder
            .AddTool("pay", "Pays.", () => "paid", tool => tool.RequirePermission(TestHost.Permission).RequireApproval(TimeSpan.FromMinutes(5)))
            .AddAgent("payer", async (execution, _) => AgentOutput.FromValue((await execution.Tools.DispatchAsync("pay", ContextValue.Null)).EnsureSuccess())));
        _alice = new Client(_host, "alice", onFrame: item =>
        {
            if (item is ToolApprovalRequested request)
            {
                _asked.SetResult(request.ApprovalId);
            }

            return ValueTask.CompletedTask;
        });
    }

    public static TheoryData<string, string> Others => new()
    {
        { "bob", "connection-2" },
        { "bob", "connection-1" },
        { "Alice", "connection-1" },
        { "alice\u200B", "connection-1" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Messages_WithAnothersIds_AreAnsweredAsIfThereWereNone(string user, string connectionId)
    {
        var running = _alice.RunAsync("payer", "", _runId);
        var approval = await _asked.Task.Soon();
        var bob = new Client(_host, user, connectionId);
        string[] messages =
        [
            """{"type":"resume","run_id":"RUN"}""", """{"type":"resume","run_id":"RUN","after_sequence":1}""", """{"type":"resume","run_id":"RUN","after_sequence":9999}""",
            """{"type":"cancel","run_id":"RUN"}""", """{"type":"approve","run_id":"RUN","approval_id":"APPROVAL","approved":true}""", """{"type":"approve","approval_id":"APPROVAL","approved":false}""",
        ];

        foreach (var message in messages)
        {
            Assert.Equal(await AnswerAsync(bob, message, RunId.New().ToString(), RunId.New().ToString()), await AnswerAsync(bob, message, _runId.ToString(), approval.ToString()));
        }

        Assert.Empty(bob.Frames);
        Assert.False(running.IsCompleted);
        Assert.Equal(2 * messages.Length, (await _host.AuditOf(_host.Context(user))).Count);
        Assert.Empty(await _host.AuditOf(_host.Context("alice")));

        Assert.True((await _alice.ApproveAsync(approval).Soon()).Succeeded);
        Assert.Equal(("agent_completed", "paid"), await OutcomeAsync(running));
        Assert.Equal(await AnswerAsync(bob, messages[0], RunId.New().ToString(), ""), await AnswerAsync(bob, messages[0], _runId.ToString(), ""));
    }

    [Fact]
    public async Task Run_WithAnothersRunId_IsARunOfItsOwn()
    {
        var running = _alice.RunAsync("payer", "", _runId);
        var approval = await _asked.Task.Soon();
        var bob = new Client(_host, "bob", "connection-1");

        var own = await bob.RunAsync("echo", "bob's", _runId).Soon();
        var fresh = await bob.RunAsync("echo", "bob's", RunId.New()).Soon();

        Assert.Equal(("agent_completed", "bob's", _runId), (own.Status, own.Output.AsString(), own.RunId!.Value));
        Assert.Equal(Client.Json(fresh).Replace(fresh.RunId.ToString()!, "RUN", StringComparison.Ordinal), Client.Json(own).Replace(_runId.ToString(), "RUN", StringComparison.Ordinal));
        Assert.All(bob.Events, item => Assert.Equal(bob.Owner, item.Owner));
        Assert.True((await _alice.ApproveAsync(approval).Soon()).Succeeded);
        Assert.Equal(("agent_completed", "paid"), await OutcomeAsync(running));
        Assert.Equal(["agent_started", "tool_approval_requested", "tool_executing", "tool_completed", "agent_completed"], _alice.Events.Select(item => item.WireName));
    }

    [Fact]
    public async Task Run_UserOfTheSameNameInAnotherTenant_IsSomebodyElse()
    {
        var running = _alice.RunAsync("payer", "", _runId);
        var approval = await _asked.Task.Soon();
        var other = new AgentConnection(new ConnectionId("connection-1"), new Owner(new TenantId("acme"), new UserId("alice")), _alice, Grants.Of(TestHost.Permission));
        var executor = _host.Provider.GetRequiredService<IConnectionExecutor>();

        var resumed = await executor.ExecuteAsync(other, Encoding.UTF8.GetBytes($$"""{"type":"resume","run_id":"{{_runId}}"}""")).Soon();

        Assert.Equal(AgentErrorCodes.NotFound, resumed.Error?.Code);
        Assert.True((await _alice.ApproveAsync(approval).Soon()).Succeeded);
        Assert.Equal(("agent_completed", "paid"), await OutcomeAsync(running));
    }

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private static async Task<(string?, string)> OutcomeAsync(Task<ConnectionResponse> running)
    {
        var response = await running.Soon();
        return (response.Status, response.Output.AsString());
    }

    private static async Task<string> AnswerAsync(Client client, string message, string runId, string approvalId)
    {
        var response = await client.SendAsync(message.Replace("RUN", runId, StringComparison.Ordinal).Replace("APPROVAL", approvalId, StringComparison.Ordinal)).Soon();
        Assert.Equal(AgentErrorCodes.NotFound, response.Error?.Code);
        var json = Client.Json(response).Replace(runId, "RUN", StringComparison.Ordinal);
        return approvalId.Length == 0 ? json : json.Replace(approvalId, "APPROVAL", StringComparison.Ordinal);
    }
}
