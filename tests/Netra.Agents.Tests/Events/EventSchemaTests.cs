using System.Text;
using System.Text.Json.Nodes;
using Netra.Agents.Tests.Conventions;
using Netra.Agents.Tools;

namespace Netra.Agents.Tests.Events;

/// <summary>What the documented schema of events says, against one event of every type.</summary>
public sealed class EventSchemaTests
{
    private static readonly ToolSchema Schema = ToolSchemaReader.ReadAny(ContextValue.FromJson(File.ReadAllBytes(Path.Combine(Repository.Root, "src", "docs", "events.schema.json"))));

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, EventSamples.All.Length)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fault_OfAnEvent_None(int index) => Assert.Null(Schema.Fault(Read(EventSamples.All[index].Json)));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fault_OfAnEventWithoutAMemberThatAllHave_Found(int index)
    {
        foreach (var name in (string[])["type", "schema_version", "event_id", "run_id", "thread_id", "execution_id", "agent", "correlation_id", "sequence", "timestamp"])
        {
            var json = JsonNode.Parse(EventSamples.All[index].Json)!.AsObject();
            json.Remove(name);
            Assert.NotNull(Schema.Fault(Read(json.ToJsonString())));
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Fault_OfAnEventWithMore_Found(int index)
    {
        var json = JsonNode.Parse(EventSamples.All[index].Json)!.AsObject();
        json["user_id"] = "alice";
        Assert.NotNull(Schema.Fault(Read(json.ToJsonString())));
    }

    private static ContextValue Read(string json) => ContextValue.FromJson(Encoding.UTF8.GetBytes(json));
}
