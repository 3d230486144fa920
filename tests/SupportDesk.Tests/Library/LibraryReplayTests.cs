using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Netra.Agents;
using SupportDesk.Data;
using SupportDesk.Hosting;
using SupportDesk.Models;
using SupportDesk.Tests.Retail;

namespace SupportDesk.Tests.Library;

/// <summary>All recorded tasks through one host of the library: a message in on a connection, frames and a response out.</summary>
public sealed class LibraryReplayTests(ITestOutputHelper output)
{
    private const int MaxInFlight = 256;
    private const string ModelAgentName = "model";
    private const string ServedModelAgentName = "model-over-http";

    [Theory]
    [InlineData(SupportDeskBuilderExtensions.ScriptedAgentName)]
    [InlineData(ModelAgentName)]
    [InlineData(ServedModelAgentName)]
    public async Task Execute_AllRecordedTasksAtOnce_GivesRecordedOutputsAndRowsAndLeaksNothing(string agent)
    {
        using var model = new ScriptedModel(meeting: MaxInFlight);
        await using var service = await ServedModel.StartAsync(model);
        var data = ShopData.Load(RetailData.Folder);
        var tasks = RetailData.ReadTasks();
        var secrets = new ShopSecrets(data);
        using var folder = new ShopFolder(data);
        var (shops, logs) = (new TaskShops(), new LogLines());
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(logs);
        services.AddNetraAgents(options =>
        {
            options.RetainedRuns = 64;

            // 256 databases that block their threads starve a small machine: what is not recorded in seconds is no fault here.
            options.Audit.WriteTimeout = TimeSpan.FromMinutes(2);
            options.ToolTimeout = TimeSpan.FromMinutes(2);
        }).AddSupportDesk(shops, options => options.ConfirmChanges = false)
            .AddChatAgent(ModelAgentName, "Play the script.", chat => Configure(chat, _ => model))
            .AddChatAgent(ServedModelAgentName, "Play the script.", chat => Configure(chat, ModelChoice.From(name => name == "OPENAI_BASE_URL" ? service.Address.ToString() : null).Make));
        await using var provider = services.BuildServiceProvider();
        var connections = provider.GetRequiredService<IConnectionExecutor>();
        using var turn = new SemaphoreSlim(MaxInFlight);
        var (calls, events, inFlight, mostInFlight) = (0, 0, 0, 0);
        var started = Stopwatch.GetTimestamp();

        var faults = (await Task.WhenAll(tasks.Select(PlayAsync))).SelectMany(found => found).ToArray();

        var leaks = logs.Lines.Count(line => secrets.ForeignIn(line, "").Any());
        var said = model.Messages == 0 ? "" : $", {model.Messages} answers of the model with up to {model.MostCallsInOneMessage} calls in one, {model.SpoiltCalls} calls whose arguments were no JSON";
        output.WriteLine($"{tasks.Count} tasks by {agent}{said}, {calls} tool calls, {events} events scanned for {secrets.Count} secrets, {mostInFlight} in flight at most, {faults.Length} differences or leaks, {logs.Lines.Count} log lines with {leaks} leaks, {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
        Assert.Equal(635, tasks.Count);
        Assert.Equal(agent == ServedModelAgentName ? model.Messages : 0, service.Bodies.Count);
        if (agent != SupportDeskBuilderExtensions.ScriptedAgentName)
        {
            Assert.Equal(MaxInFlight, mostInFlight);
            Assert.True(model.SpoiltCalls > 0 && model.MostCallsInOneMessage > 1, "The model was no such model as it should have been.");
        }

        Assert.Empty(faults);
        Assert.Equal(0, leaks);

        static void Configure(ChatAgentOptions chat, Func<IServiceProvider, IChatClient> client)
        {
            chat.Client = client;
            chat.TellModelOfDenials = true;
            chat.MaxRounds = 64;

            // 256 conversations on a small machine: the model has as long as the tools have.
            chat.ModelTimeout = TimeSpan.FromMinutes(4);
        }

        async Task<List<string>> PlayAsync(RetailTask task)
        {
            await turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                InterlockedMax(ref mostInFlight, Interlocked.Increment(ref inFlight));
                var tenant = new TenantId(task.Id);
                using var shop = folder.Copy();
                shops.Open(tenant, shop);
                var client = new FrameSink();
                var connection = new AgentConnection(new ConnectionId(task.Id), new Owner(tenant, new UserId(task.Account)), client, ShopPermissions.Customer);
                var response = await connections.ExecuteAsync(connection, Message(task, agent), TestContext.Current.CancellationToken);
                var found = new List<string>(Compare(task, response, client));
                found.AddRange(RetailReplay.CompareRows(task, shop, folder.Pristine));
                found.AddRange(client.Frames.Append(Encoding.UTF8.GetString(response.ToUtf8Json()))
                    .SelectMany(frame => secrets.ForeignIn(frame, task.Account)).Select(secret => $"{task.Id}: a frame for {task.Account} has {secret}"));
                Interlocked.Add(ref calls, task.Actions.Count);
                Interlocked.Add(ref events, client.Frames.Count);
                shops.Close(tenant);
                return found;
            }
            finally
            {
                Interlocked.Decrement(ref inFlight);
                turn.Release();
            }
        }
    }

    [Fact]
    public void ForeignIn_TextWithAnothersSecrets_FindsEach()
    {
        var data = ShopData.LoadSample();
        var secrets = new ShopSecrets(data);
        var (mine, theirs) = (data.Users.First(), data.Users.Last());
        var order = theirs.Value.Orders[0];

        var found = secrets.ForeignIn(
            $$"""{"mine":"{{mine.Value.Email}}","a":"{{theirs.Value.Email}}","b":"{{order}}","c":"{{theirs.Value.PaymentMethods.Keys.First()}}","d":"{{theirs.Value.Address.Address1}}"}""", mine.Key);

        Assert.Equal([theirs.Value.Email, order, theirs.Value.PaymentMethods.Keys.First(), theirs.Value.Address.Address1], found);
    }

    private static IEnumerable<string> Compare(RetailTask task, ConnectionResponse response, FrameSink client)
    {
        var outputs = response.Output.Kind == ContextValueKind.String ? ContextValue.FromJson(response.Output.Text) : response.Output;
        if (response.Status != "agent_completed" || outputs.Count != task.Actions.Count)
        {
            yield return $"{task.Id}: {response.Status} {response.Error} with {outputs.Count} of {task.Actions.Count} outputs";
            yield break;
        }

        for (var i = 0; i < task.Actions.Count; i++)
        {
            if (!RetailReplay.IsSame(task.Actions[i].Output, outputs[i].Text))
            {
                yield return $"{task.Id} call {i} {task.Actions[i].Name}: recorded {task.Actions[i].Output}, got {outputs[i].Text}";
            }
        }

        // Text that came in pieces may come merged: then one event covers several numbers.
        if (!client.Events.Zip(client.Events.Skip(1)).All(pair => pair.Second.FirstSequence == pair.First.Sequence + 1) || client.Events[0].FirstSequence != 1)
        {
            yield return $"{task.Id}: the sequence of events has a gap";
        }
    }

    private static byte[] Message(RetailTask task, string agent) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type = "run",
        agent,
        input = task.Actions.Select(action => new { name = action.Name, arguments = action.Arguments }),
    });

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen;)
        {
            var there = Interlocked.CompareExchange(ref most, value, seen);
            if (there == seen)
            {
                return;
            }

            seen = there;
        }
    }
}
