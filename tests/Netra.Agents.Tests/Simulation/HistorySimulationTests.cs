using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.State;

namespace Netra.Agents.Tests.Simulation;

/// <summary>Conversations under many schedules: turns at once on one thread, runs stopped anywhere, a store that takes its time.</summary>
public sealed class HistorySimulationTests(ITestOutputHelper output)
{
    private const int Schedules = 400;
    private const int Chats = 4;
    private const int Whole = 3;

    [Fact]
    public void History_RunsStoppedAnywhere_LosesNothingAcknowledgedAndNeverChangesAfterwards()
    {
        var (completed, interrupted) = (0, 0);
        SimulationRandom random = new(0);
        Dictionary<RunId, long> acknowledged = [];
        SimulatedHost? running = null;
        SimulatedHost.Run(Schedules, builder =>
        {
            builder.Services.AddSingleton<IStateStore>(new PausingStore(() => random.Chance(40) ? running!.Delay(random.Next(20) / 1_000.0) : Task.CompletedTask));
            builder.AddAgent("chat", async (execution, _) =>
            {
                var turn = await execution.History.BeginAsync("assistant", 0, CancellationToken.None);
                acknowledged[execution.Context.RunId] = 0;
                for (var i = 1; i <= Whole; i++)
                {
                    // Deaf to its token, like the worst of agents: only the fence stops it.
                    await running!.Delay(random.Next(30) / 1_000.0);
                    (await (i < Whole ? turn.SaveAsync(i, CancellationToken.None) : turn.CompleteAsync(i, CancellationToken.None))).EnsureSuccess();
                    acknowledged[execution.Context.RunId] = i;
                }

                return AgentOutput.FromText("");
            });
        }, async host =>
        {
            (running, random) = (host, new SimulationRandom((ulong)completed + (ulong)interrupted));
            var contexts = Enumerable.Range(0, Chats).Select(_ => host.ContextOf("ann")).ToArray();
            await Task.WhenAll(contexts.Select(async context =>
            {
                await host.Delay(random.Next(40) / 1_000.0);
                var chat = host.Core.ExecuteAsync("chat", context, "");
                if (random.Chance(60))
                {
                    await host.Delay(random.Next(120) / 1_000.0);
                    await host.Core.CancelAsync(context, context.RunId);
                }

                await chat;
            }));

            var atEnd = await host.State.History(host.ContextOf("ann")).ReadLastAsync(100);
            await host.Delay(10);
            var later = await host.State.History(host.ContextOf("ann")).ReadLastAsync(100);

            Assert.Equal(atEnd, later);
            Assert.Equal(atEnd.Select((_, i) => i + 1L), atEnd.Select(turn => turn.Sequence));
            Assert.Equal(atEnd.Count, atEnd.Select(turn => turn.RunId).Distinct().Count());
            foreach (var context in contexts)
            {
                var turn = atEnd.SingleOrDefault(turn => turn.RunId == context.RunId);
                Assert.True(turn is not null || !acknowledged.ContainsKey(context.RunId), "A turn that was begun is gone.");
                if (turn is not null)
                {
                    Assert.Equal(turn.Content == Whole ? HistoryTurnStatus.Completed : HistoryTurnStatus.Interrupted, turn.Status);
                    Assert.True(turn.Content.AsInt64() >= acknowledged.GetValueOrDefault(context.RunId), "What was acknowledged is gone.");
                    completed += turn.Status == HistoryTurnStatus.Completed ? 1 : 0;
                    interrupted += turn.Status == HistoryTurnStatus.Interrupted ? 1 : 0;
                }
            }
        });

        output.WriteLine($"{Schedules} schedules: {completed} turns completed, {interrupted} interrupted.");
        Assert.True(completed > Schedules / 2 && interrupted > Schedules / 2);
    }
}
