using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

public sealed class TracingTests
{
    [Fact]
    public async Task Ask_ClientWithTelemetry_ItsSpansAreChildrenOfOursAndHoldNoContent()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Netra.Agents" or "model",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var root = new Activity("root").Start();
        var model = new PlayedModel(question => question.HasResults ? [Text("secret answer"), Used(3, 4), End()] : [Call("c1", "note", ("text", "secret note")), Used(1, 2), End()]);
        await using var host = ToolHosts.WithNotes(model.AsBuilder().UseOpenTelemetry(sourceName: "model").Build(), []);

        (await host.AskAsync("secret question")).EnsureSuccess();

        var mine = spans.Where(span => span.TraceId == root.TraceId).ToList();
        var agent = Assert.Single(mine, span => span.OperationName == "invoke_agent chat");
        Assert.Equal(2, mine.Count(span => span.Source.Name == "model" && span.ParentSpanId == agent.SpanId));
        Assert.Single(mine, span => span.OperationName == "execute_tool note" && span.ParentSpanId == agent.SpanId);
        Assert.Equal((4L, 6L), (agent.GetTagItem("gen_ai.usage.input_tokens"), agent.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.DoesNotContain(mine.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal) || $"{tag.Value}".Contains("alice", StringComparison.Ordinal));
    }
}
