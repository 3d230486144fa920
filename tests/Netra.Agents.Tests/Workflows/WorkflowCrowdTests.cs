using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents.State;
using Netra.Agents.Tests.Diagnostics;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class WorkflowCrowdTests(ITestOutputHelper output)
{
    private const int Crowd = 1_000;
    private const int Hostiles = 6;

    [Fact]
    public async Task Execute_ThousandOwnersOnOneDefinition_EachGetsTheirsAndNobodyElses()
    {
        CrowdMember[] crowd = [.. Enumerable.Range(0, Crowd).Select(index => new CrowdMember(index))];
        var indices = crowd.ToDictionary(member => member.Owner, member => member.Index);
        using var store = new CrowdStore(indices);
        using var logs = new CapturedLogs();
        var sent = new ConcurrentDictionary<Owner, ConcurrentQueue<AgentEvent>>();
        await using var host = new TestHost(builder =>
        {
            CrowdFlow.AddTo(builder);
            builder.AddEventSink(new DelegateSink((item, _) =>
            {
                sent.GetOrAdd(item.Owner, static _ => new ConcurrentQueue<AgentEvent>()).Enqueue(item);
                return ValueTask.CompletedTask;
            }));
            builder.Services.AddSingleton<IStateStore>(store);
            builder.Services.AddSingleton<ILoggerFactory>(logs);
        });
        CrowdHostile[] hostiles = [.. Enumerable.Range(0, Hostiles).Select(i => new CrowdHostile(host.Workflows, host.Core, crowd[i * 101], crowd))];

        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var living = Task.WhenAll(crowd.Select(member => Task.Run(() => LiveAsync(host, member, gate.Task))));
        var harassing = hostiles.Select(hostile => Task.Run(() => hostile.HarassAsync(living))).ToArray();
        gate.SetResult();
        await living.Soon();
        await Task.WhenAll(harassing).Soon();

        Assert.Empty(hostiles.SelectMany(hostile => hostile.Found));
        Assert.All(crowd, CheckResults);
        var events = 0;
        foreach (var member in crowd)
        {
            var own = await host.EventsAsync(member.Context(), member.RunId!.Value).Soon();
            events += own.Count;
            RunInvariants.Check(own);
            CheckEvents(own, member);
            await CheckStateAsync(store, member);
            CheckAudit(await host.AuditOf(member.Context()), member);
        }

        await host.DisposeAsync();
        Assert.All(crowd, member => CheckEvents([.. sent[member.Owner]], member));
        Assert.Equal((Crowd, events), (sent.Count, sent.Values.Sum(own => own.Count)));
        Assert.Empty(store.Foreign);
        Assert.Empty(logs.Lines.Where(line => line.Level > LogLevel.Trace && CrowdCanary.In(line.Everything).Count > 0).Select(line => line.Everything));
        output.WriteLine($"{Crowd:N0} owners, {events:N0} events, {store.Checkpoints:N0} checkpoint writes, {hostiles.Sum(hostile => hostile.Tries):N0} hostile tries");
    }

    private static async Task LiveAsync(TestHost host, CrowdMember member, Task gate)
    {
        await gate;
        var context = member.Context();
        member.RunId = context.RunId;
        member.Suspended = await host.Workflows.ExecuteAsync(CrowdFlow.Name, context, member.Input);
        var waitId = Assert.Single(member.Suspended.Waits).WaitId;
        member.WaitId = waitId;
        await Task.Yield();
        var answer = Answer();
        if (member.Index % 4 == 0)
        {
            // Twice at once: one counts.
            var both = await Task.WhenAll(answer, Answer());
            (member.Result, member.Second) = both[0].Status == ExecutionStatus.Rejected ? (both[1], both[0]) : (both[0], both[1]);
            return;
        }

        member.Result = await answer;

        Task<AgentExecutionResult> Answer() => Task.Run(async () => await host.Workflows.ResumeAsync(member.Context(), context.RunId, waitId, $"{member.Canary} yes"));
    }

    private static void CheckResults(CrowdMember member)
    {
        Assert.Equal(ExecutionStatus.Suspended, member.Suspended!.Status);
        Assert.Equal(member.Canary, Assert.Single(member.Suspended.Waits).Prompt.AsString());
        Assert.Equal(member.Index % 4 == 0, member.Second is not null);
        Assert.True(member.Second is null or { Error.Code: AgentErrorCodes.AlreadyAnswered or AgentErrorCodes.NotFound }, $"the second answer of {member.Index} gave {member.Second}");
        if (CrowdFlow.Fails(member.Index))
        {
            Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.StepThrew), (member.Result!.Status, member.Result.Error!.Code));
            Assert.Empty(CrowdCanary.In(member.Result.Error.Message));
        }
        else
        {
            Assert.Equal(ContextValue.FromJson(CrowdFlow.Output(member.Index)), member.Result!.EnsureSuccess().Value);
        }
    }

    private static void CheckEvents(IReadOnlyList<AgentEvent> events, CrowdMember member)
    {
        Assert.All(events, item => Assert.Equal(member.Owner, item.Owner));
        var canaries = events.SelectMany(item => CrowdCanary.In(Encoding.UTF8.GetString(AgentEventJson.Serialize(item)))).ToList();
        Assert.All(canaries, owner => Assert.Equal(member.Index, owner));

        // An eye that sees nothing would find nothing foreign: its own must be there.
        Assert.True(canaries.Count > 60, $"the events of {member.Index} show only {canaries.Count} canaries");
    }

    private static async Task CheckStateAsync(CrowdStore store, CrowdMember member)
    {
        var records = new List<StateRecord>();
        await foreach (var record in store.ExportAsync(member.Owner, CancellationToken.None))
        {
            records.Add(record);
        }

        Assert.DoesNotContain(records, record => record.Key.Scope == StateScope.Workflow);
        Assert.Equal(3, records.Count(record => record.Key.Name == "note" && record.Entry.Value == member.Canary));
        var undone = records.Where(record => record.Key.Name == "undone").Select(record => record.Entry.Value.Text);
        Assert.Equal(
            CrowdFlow.Fails(member.Index) ? [$$"""[["note~undo/strike",{"text":"{{member.Canary}}"}],["keep~undo/let go","{{member.Canary}}"]]"""] : Array.Empty<string>(), undone);
        Assert.Equal(CrowdFlow.Fails(member.Index) ? 4 : 3, records.Count);
    }

    private static void CheckAudit(IReadOnlyList<AuditEntry> entries, CrowdMember member)
    {
        Assert.All(entries, entry => Assert.Equal(member.Owner, entry.Owner));
        Assert.Equal(entries.Count(entry => entry.Kind == AuditKinds.ToolIntent), entries.Count(entry => entry.Kind == AuditKinds.ToolOutcome));
        Assert.Equal(member.Canary + " yes", Assert.Single(entries, entry => entry.Kind == AuditKinds.WorkflowAnswer).Details.AsString());
        Assert.Contains($"no tool {member.Canary}", Assert.Single(entries, entry => entry.Kind == AuditKinds.ToolRefusal).Reason, StringComparison.Ordinal);
        Assert.All(entries.SelectMany(entry => CrowdCanary.In($"{entry} {entry.Reason} {entry.Subject} {entry.Details.ToJson()}")), owner => Assert.Equal(member.Index, owner));
    }
}
