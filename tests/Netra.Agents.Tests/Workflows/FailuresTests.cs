using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Workflows;

public sealed class FailuresTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_OfAStepInsideOfOthers_NameItOnceAndNotWhatIsAround(bool resumed)
    {
        await using var host = Host(workflow => workflow
            .Loop("around", 1, turn => turn
                .Switch("way", from => from.Input, on => on.Default(way => way.Function("bad", (_, _) => throw new InvalidOperationException()))), from => from.Literal(true))
            .Wait("ask", configure: step => step.AlwaysRun().When(from => from.Literal(resumed)))
            .Function("last", value => value, step => step.AlwaysRun().Input(from => from.Failures)));
        var context = host.Context();

        var result = await host.Workflows.ExecuteAsync("test", context, "x");
        if (resumed)
        {
            result = await host.Workflows.ResumeAsync(host.Context(), context.RunId, result.Waits[0].WaitId, "yes");
        }

        Assert.StartsWith("Step 'around[0]/bad' failed: ", result.Error!.Message, StringComparison.Ordinal);
        var told = Assert.Single(host.Log(context).OfType<StepCompleted>(), item => item.Step == "last").Output;
        Assert.Equal("around[0]/bad", Assert.Single(told.Items)["step"].AsString());
    }

    [Fact]
    public async Task Failures_OfAJoinThatFailed_NameItBesideItsBranches()
    {
        await using var host = Host(workflow => workflow
            .Parallel("any", any => any.Join(WorkflowJoin.FirstSuccess).ContinueOnFailure()
                .Branch("a", a => a.Function("bad a", (_, _) => throw new InvalidOperationException()))
                .Branch("b", b => b.Function("bad b", (_, _) => throw new InvalidOperationException())))
            .Function("last", value => value, step => step.Input(from => from.Failures)));

        var result = await host.Workflows.ExecuteAsync("test", host.Context(), "x");

        Assert.Equal(["bad a", "bad b", "any"], result.EnsureSuccess().Value.Items.Select(failure => failure["step"].AsString()));
    }

    /// <summary>The clock stands still: a second try would wait for ever.</summary>
    [Fact(Timeout = 30_000)]
    public async Task ExecuteAsync_InputThatCanNotBeRead_IsNotTriedAgain()
    {
        await using var host = Host(workflow => workflow
            .Function("one", value => value, step => step.Input(from => from.Input["missing"].AsString()).WithRetry()));

        Assert.Equal(AgentErrorCodes.InputMismatch, (await host.Workflows.ExecuteAsync("test", host.Context(), "x", TestContext.Current.CancellationToken)).Error?.Code);
    }

    private static TestHost Host(Action<WorkflowBuilder> build) => new(builder => builder.AddWorkflow("test", build));
}
