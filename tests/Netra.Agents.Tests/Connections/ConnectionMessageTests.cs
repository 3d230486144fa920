using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

public sealed class ConnectionMessageTests
{
    /// <summary>A bad message, the request that the answer names, the code, and what it says.</summary>
    public static TheoryData<string, string, string, string> Refusals => new()
    {
        { "", "unknown", "invalid_message", "The message is no JSON: " },
        { "hello", "unknown", "invalid_message", "The message is no JSON: " },
        { "{\"type\":\"run\"", "unknown", "invalid_message", "The message is no JSON: " },
        { "{\"type\":\"run\"} {}", "unknown", "invalid_message", "The message is no JSON: " },
        { "{\"type\":\"run\",\"type\":\"run\"}", "unknown", "invalid_message", "The message is no JSON: Not acceptable as JSON: The name 'type' stands twice in one map." },
        { "{\"type\":\"run\",\"agent\":\"echo\",\"input\":{\"a\":1,\"a\":2}}", "unknown", "invalid_message", "The message is no JSON: Not acceptable as JSON: The name 'a' stands twice in one map." },
        { "null", "unknown", "invalid_message", "A message is a JSON object, not Null." },
        { "[1]", "unknown", "invalid_message", "A message is a JSON object, not List." },
        { "\"run\"", "unknown", "invalid_message", "A message is a JSON object, not String." },
        { "{}", "unknown", "invalid_message", "'type' must be one of answer, approve, cancel, list, resume, run; it is ''." },
        { "{\"type\":7}", "unknown", "invalid_message", "'type' must be one of answer, approve, cancel, list, resume, run; it is ''." },
        { "{\"type\":\"RUN\"}", "unknown", "invalid_message", "'type' must be one of answer, approve, cancel, list, resume, run; it is 'RUN'." },
        { "{\"type\":\"a\\u0000\\u202Eb\"}", "unknown", "invalid_message", "'type' must be one of answer, approve, cancel, list, resume, run; it is 'a\\u0000\\u202Eb'." },
        { "{\"type\":\"run\",\"agent\":\"echo\",\"color\":1}", "run", "invalid_message", "A 'run' message has no member 'color'; it has type, agent, input, thread_id, run_id." },
        { "{\"type\":\"cancel\",\"after_sequence\":1}", "cancel", "invalid_message", "A 'cancel' message has no member 'after_sequence'; it has type, run_id." },
        { "{\"type\":\"run\",\"input\":\"x\"}", "run", "invalid_message", "'agent' must be given, as text." },
        { "{\"type\":\"run\",\"agent\":7}", "run", "invalid_message", "'agent' must be given, as text." },
        { "{\"type\":\"run\",\"agent\":\"nobody\\n\"}", "run", "unknown", "There is no agent 'nobody\\u000A'." },
        { "{\"type\":\"run\",\"agent\":\"Echo\"}", "run", "unknown", "There is no agent 'Echo'." },
        { "{\"type\":\"run\",\"agent\":\"echo\",\"thread_id\":\"\"}", "run", "invalid_message", "'thread_id': ThreadId must have 1 to 256 characters; it has 0." },
        { "{\"type\":\"run\",\"agent\":\"echo\",\"thread_id\":7}", "run", "invalid_message", "'thread_id' must be given, as text." },
        { "{\"type\":\"run\",\"agent\":\"echo\",\"run_id\":\"7\"}", "run", "invalid_message", "'run_id': '7' is no RunId: it must be 32 hexadecimal digits, not all zero." },
        { "{\"type\":\"resume\"}", "resume", "invalid_message", "'run_id' must be given, as text." },
        { "{\"type\":\"resume\",\"run_id\":\"00000000000000000000000000000000\"}", "resume", "invalid_message", "'run_id': '00000000000000000000000000000000' is no RunId" },
        { "{\"type\":\"resume\",\"run_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\",\"after_sequence\":-1}", "resume", "invalid_message", "'after_sequence' must be an integer of at least 0." },
        { "{\"type\":\"resume\",\"run_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\",\"after_sequence\":1.5}", "resume", "invalid_message", "'after_sequence' must be an integer of at least 0." },
        { "{\"type\":\"resume\",\"run_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\"}", "resume", "not_found", "There is no run 0190a1b2c3d47e5f8091a2b3c4d5e6f7 that this owner may read." },
        { "{\"type\":\"cancel\",\"run_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\"}", "cancel", "not_found", "There is no live run 0190a1b2c3d47e5f8091a2b3c4d5e6f7 of this owner." },
        { "{\"type\":\"approve\",\"approved\":true}", "approve", "invalid_message", "'approval_id' must be given, as text." },
        { "{\"type\":\"approve\",\"approval_id\":\"x\",\"approved\":true}", "approve", "invalid_message", "'approval_id': 'x' is no ApprovalId" },
        { "{\"type\":\"approve\",\"approval_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\"}", "approve", "invalid_message", "'approved' must be true or false." },
        { "{\"type\":\"approve\",\"approval_id\":\"0190a1b2c3d47e5f8091a2b3c4d5e6f7\",\"approved\":\"true\"}", "approve", "invalid_message", "'approved' must be true or false." },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Execute_BadMessage_IsAnErrorThatNamesTheValueAndTheRule(string message, string request, string code, string said)
    {
        await using var host = new TestHost();
        var alice = new Client(host, "alice");

        var response = await alice.SendAsync(message).Soon();

        Assert.Equal((request, code, false), (response.Request, response.Error?.Code, response.Succeeded));
        Assert.StartsWith(said, response.Error?.Message, StringComparison.Ordinal);
        Assert.StartsWith($$"""{"type":"error","request":"{{request}}",""", Client.Json(response), StringComparison.Ordinal);
        Assert.Empty(alice.Frames);
        var audited = Assert.Single(await host.AuditOf(host.Context("alice")));
        Assert.Equal((alice.Owner, "connection", "refused"), (audited.Owner, audited.Kind, audited.Decision));

        // Whoever sent it, and anybody else, goes on as before.
        Assert.Equal("still here", (await alice.RunAsync("echo", "still here").Soon()).Output.AsString());
    }

    [Fact]
    public async Task Execute_MessageTooLong_IsRefusedUnread()
    {
        await using var host = new TestHost();
        var message = $$"""{"type":"run","agent":"echo","input":"{{new string('x', 1024 * 1024)}}"}""";

        var response = await new Client(host, "alice").SendAsync(message).Soon();

        Assert.Equal($"The message has {message.Length:N0} bytes; the limit is 1,048,576.", response.Error?.Message);
    }

    [Fact]
    public async Task Execute_MessageTooDeep_IsRefused()
    {
        await using var host = new TestHost();
        foreach (var depth in new[] { 32, 33, 10_000 })
        {
            var response = await new Client(host, "alice").SendAsync($$"""{"type":"run","agent":"echo","input":{{new string('[', depth)}}{{new string(']', depth)}}}""").Soon();

            Assert.Equal(AgentErrorCodes.InvalidMessage, response.Error?.Code);
        }

        Assert.True((await new Client(host, "alice").SendAsync($$"""{"type":"run","agent":"echo","input":{{new string('[', 31)}}{{new string(']', 31)}}}""").Soon()).Succeeded);
    }

    [Fact]
    public async Task Execute_BytesThatAreNoUtf8_AreRefused()
    {
        await using var host = new TestHost();
        var alice = new Client(host, "alice");
        byte[] message = [.. "{\"type\":\"run\",\"agent\":\""u8, 0xFF, 0xFE, .. "\"}"u8];

        var response = await host.Provider.GetRequiredService<IConnectionExecutor>().ExecuteAsync(alice.Connection, message).Soon();

        Assert.Equal(AgentErrorCodes.InvalidMessage, response.Error?.Code);
    }

    [Fact]
    public async Task Execute_BufferReusedLater_IsNotSeenByTheRun()
    {
        var (gate, entered) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = new TestHost(builder => builder.AddAgent("slow", async (execution, _) =>
        {
            entered.SetResult();
            await gate.Task;
            return AgentOutput.FromValue(execution.Input);
        }));
        var buffer = Encoding.UTF8.GetBytes("""{"type":"run","agent":"slow","input":{"secret":"of alice"}}""");
        var running = host.Provider.GetRequiredService<IConnectionExecutor>().ExecuteAsync(new Client(host, "alice").Connection, buffer).AsTask();
        await entered.Task.Soon();
        Array.Fill(buffer, (byte)'b');
        gate.SetResult();

        Assert.Equal(ContextValue.Map(("secret", "of alice")), (await running.Soon()).Output);
    }

    [Fact]
    public async Task Execute_WithoutConnection_IsRefused()
    {
        await using var host = new TestHost();
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.Provider.GetRequiredService<IConnectionExecutor>().ExecuteAsync(null!, ReadOnlyMemory<byte>.Empty));
    }
}
