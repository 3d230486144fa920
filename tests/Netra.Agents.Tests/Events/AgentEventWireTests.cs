using System.Text;
using System.Text.Json;

namespace Netra.Agents.Tests.Events;

public sealed class AgentEventWireTests
{
    public static TheoryData<int> Samples => [.. Enumerable.Range(0, EventSamples.All.Length)];

    [Fact]
    public void Samples_OfTheFamily_HoldEveryType() => Assert.Equal(
        typeof(AgentEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(AgentEvent)) && !type.IsAbstract).ToHashSet(),
        EventSamples.All.Select(sample => sample.Event.GetType()).ToHashSet());

    [Fact]
    public void Types_OfTheFamily_AreClosed() =>
        Assert.All(typeof(AgentEvent).Assembly.GetTypes().Where(type => typeof(AgentEvent).IsAssignableFrom(type)), type =>
        {
            Assert.True(type.IsAbstract || type.IsSealed);
            Assert.Empty(type.GetConstructors());
        });

    [Theory]
    [MemberData(nameof(Samples))]
    public void Serialize_Event_IsExactlyThis(int index)
    {
        var (item, json) = EventSamples.All[index];

        Assert.Equal(json, Encoding.UTF8.GetString(AgentEventJson.Serialize(item)));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Deserialize_WhatSerializeWrote_IsTheSameEvent(int index)
    {
        var (item, json) = EventSamples.All[index];

        var read = AgentEventJson.Deserialize(Encoding.UTF8.GetBytes(json), EventSamples.Owner);

        Assert.Equal(json, Encoding.UTF8.GetString(AgentEventJson.Serialize(read)));
        Assert.Equal((item.GetType(), EventSamples.Owner), (read.GetType(), read.Owner));
        Assert.Equal(
            (item.Sequence, item.FirstSequence, item.Timestamp, item.RunId, item.ThreadId, item.ExecutionId, item.ParentExecutionId, item.IsTerminal, item.EndsRun),
            (read.Sequence, read.FirstSequence, read.Timestamp, read.RunId, read.ThreadId, read.ExecutionId, read.ParentExecutionId, read.IsTerminal, read.EndsRun));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Serialize_ThroughAnyStaticType_IsTheWireFormWithoutTheOwner(int index)
    {
        var (item, json) = EventSamples.All[index];

        Assert.Equal(json, JsonSerializer.Serialize(item));
        Assert.Equal(json, JsonSerializer.Serialize<object>(item));
        Assert.Equal(json, JsonSerializer.Serialize(item, item.GetType()));
        Assert.Equal($"[{json}]", JsonSerializer.Serialize<object[]>([item]));
        Assert.DoesNotContain(EventSamples.Secret, json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void ToString_OfAnEvent_IsItsNameAndPlaceOnly(int index)
    {
        var item = EventSamples.All[index].Event;

        Assert.Equal($"{item.WireName} #7 of run 0190a1b2c3d47e5f8091a2b3c4d5e6f7", item.ToString());
    }

    [Fact]
    public void Deserialize_ThroughTheSerializer_IsRefusedForWantOfAnOwner()
    {
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<AgentEvent>(EventSamples.All[0].Json));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<AgentStarted>(EventSamples.All[0].Json));
    }

    [Fact]
    public void EventId_OfAnEvent_IsItsRunAndPlace()
    {
        var item = EventSamples.All[0].Event;

        Assert.Equal(new EventId(item.RunId, 7), item.EventId);
        Assert.Equal("0190a1b2c3d47e5f8091a2b3c4d5e6f7-7", item.EventId.ToString());
    }
}
