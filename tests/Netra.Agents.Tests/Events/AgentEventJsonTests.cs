using System.Text;
using System.Text.Json;

namespace Netra.Agents.Tests.Events;

public sealed class AgentEventJsonTests
{
    private const string Valid = """{"type":"agent_text","schema_version":1,"event_id":"0190a1b2c3d47e5f8091a2b3c4d5e6f7-7","run_id":"0190a1b2c3d47e5f8091a2b3c4d5e6f7","thread_id":"t","execution_id":"0190a1b2c3d47e5f8091a2b3c4d5e6f8","agent":"a","correlation_id":"c","sequence":7,"timestamp":"2026-02-03T04:05:06+00:00","text":"x"}""";

    /// <summary>Each is the valid event with one part of it replaced, and what the refusal must say.</summary>
    public static TheoryData<string, string, string> Refusals => new()
    {
        { "\"text\":\"x\"", "\"text\":\"x\",\"color\":\"red\"", "color" },
        { "\"text\":\"x\"", "\"text\":\"x\",\"owner\":\"bob\"", "owner" },
        { "\"text\":\"x\"", "\"text\":\"x\",\"user_id\":\"bob\"", "user_id" },
        { "\"text\":\"x\"", "\"text\":\"x\",\"text\":\"y\"", "text" },
        { "\"text\":\"x\"", "\"text\":7", "text" },
        { ",\"text\":\"x\"", "", "The event needs 'text'." },
        { "agent_text", "agent_sang", "'agent_sang' is no event of schema version 1." },
        { "agent_text", "AGENT_TEXT", "'AGENT_TEXT' is no event of schema version 1." },
        { "agent_text", "agent_failed", "'agent_failed' needs an error_code." },
        { "agent_text", "tool_executing", "The event needs 'call_id'." },
        { "\"schema_version\":1", "\"schema_version\":2", "The event has schema version 2; this library reads 1." },
        { "\"schema_version\":1,", "", "schema_version" },
        { "\"thread_id\":\"t\"", "\"thread_id\":\"\"", "ThreadId must have 1 to 256 characters; it has 0." },
        { "\"thread_id\":\"t\",", "", "thread_id" },
        { "\"run_id\":\"0190", "\"run_id\":\"x190", "is no RunId" },
        { "\"execution_id\":\"0190", "\"execution_id\":\"x190", "is no ExecutionId" },
        { "\"sequence\":7", "\"sequence\":\"7\"", "sequence" },
        { "\"text\":\"x\"", "\"text\":\"\\ud800\"", "" },
        { "agent_text\"", "agent_completed\",\"duration_ms\":1e300", "Not an event" },
        { "agent_text\"", "tool_completed\",\"tool\":\"t\",\"call_id\":\"none\"", "The call_id 'none' has no number at its end." },
        { "agent_text\"", "tool_completed\",\"tool\":\"t\",\"call_id\":\"x-1\",\"duration_ms\":1e14", "Not an event" },
        { "agent_text\"", "tool_executing\",\"tool\":\"t\",\"call_id\":\"x-1\",\"arguments\":{\"a\":1,\"a\":2}", "" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Deserialize_AnythingButAnEvent_IsRefusedSayingWhy(string part, string instead, string said)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);

        var refusal = Assert.Throws<JsonException>(() => Read(Valid.Replace(part, instead, StringComparison.Ordinal)));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"agent_text\"")]
    public void Deserialize_NoObject_IsRefused(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Fact]
    public void Deserialize_Valid_TakesTheReadersOwner() => Assert.Equal(TestLog.Alice, Read(Valid).Owner);

    [Fact]
    public void Deserialize_WithoutOwner_IsRefused() =>
        Assert.Equal("owner", Assert.Throws<ArgumentException>(() => AgentEventJson.Deserialize(Encoding.UTF8.GetBytes(Valid), default)).ParamName);

    [Fact]
    public void Serialize_Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => AgentEventJson.Serialize(null!));

    private static AgentEvent Read(string json) => AgentEventJson.Deserialize(Encoding.UTF8.GetBytes(json), TestLog.Alice);
}
