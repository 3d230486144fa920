using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

/// <summary>What always runs, where what is around it was stopped.</summary>
public sealed class AlwaysRunTests
{
    private readonly List<string> _ran = [];
    private bool _hangs = true;

    [Fact]
    public async Task ResumeAsync_BranchThatWasStoppedWhenTheStoreFailed_RunsItAgainAndThenWhatAlwaysRuns()
    {
        // The second write after the head is that of 'fails': the branch beside it is stopped in its first step.
        using var store = new FaultyStore(2, afterwards: false);
        await using var host = new TestHost(builder =>
        {
            builder.Services.AddSingleton<IStateStore>(store);
            builder.AddWorkflow("test", workflow => workflow.Parallel("both", both => both
                .Branch("a", one => one
                    .Function("slow", async (step, cancellationToken) =>
                    {
                        await Task.Delay(_hangs ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, step.Execution.TimeProvider, cancellationToken);
                        return "slow";
                    })
                    .Function("always", value => Note($"always after {value.Text}"), step => step.AlwaysRun()))
                .Branch("b", one => one.Function("fails", value => Note("fails")))));
        });
        var context = host.Context();

        var broken = await host.Workflows.ExecuteAsync("test", context, "x");
        Assert.Equal(AgentErrorCodes.CheckpointFailed, broken.Error?.Code);
        Assert.Equal(["fails"], _ran);

        _hangs = false;
        var result = await host.Workflows.ResumeAsync(host.Context(), context.RunId);

        Assert.Equal("""{"a":"always after slow","b":"fails"}""", result.EnsureSuccess().Text);
        Assert.Equal(["always after slow", "fails", "fails"], _ran.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ExecuteAsync_BranchThatLost_RunsWhatAlwaysRuns()
    {
        await using var host = new TestHost(builder => builder.AddWorkflow("test", workflow => workflow.Parallel("race", race => race
            .Branch("slow", one => one
                .Function("hang", async (_, cancellationToken) =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                    return default;
                })
                .Function("clean up", value => Note("cleaned up"), step => step.AlwaysRun()))
            .Branch("fast", one => one.Function("win", value => "won"))
            .Join(WorkflowJoin.FirstSuccess))));

        Assert.Equal("won", (await host.Workflows.ExecuteAsync("test", host.Context(), "x")).EnsureSuccess().Text);
        Assert.Equal(["cleaned up"], _ran);
    }

    private ContextValue Note(string what)
    {
        lock (_ran)
        {
            _ran.Add(what);
        }

        return what;
    }
}
