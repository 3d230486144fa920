using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Tests.Events;
using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Connections;

public sealed class ConnectionAnswerTests
{
    [Fact]
    public async Task Answer_OfTheOwner_TakesTheRunOnAndSendsWhatFollows()
    {
        await using var host = Host();
        var alice = new Client(host, "alice");
        var asked = await alice.RunAsync("approval", "x").Soon();
        var wait = Assert.Single(alice.Events.OfType<WorkflowWaiting>()).Wait;
        var second = new Client(host, "alice", "connection-2");

        var response = await AnswerAsync(second, asked.RunId!.Value, wait.WaitId, "\"yes\"", asked.LastSequence).Soon();

        Assert.Equal(("workflow_suspended", "workflow_completed"), (asked.Status, response.Status));
        Assert.Equal("""["x","yes"]""", response.Output.Text);
        Assert.Equal([.. alice.Sequences, .. second.Sequences], Enumerable.Range(1, (int)response.LastSequence).Select(i => (long)i));
    }

    [Fact]
    public async Task Answer_OfAnotherOwner_IsRefusedAsForNoneAndAudited()
    {
        await using var host = Host();
        var alice = new Client(host, "alice");
        var asked = await alice.RunAsync("approval", "x").Soon();
        var wait = alice.Events.OfType<WorkflowWaiting>().Single().Wait;
        var eve = new Client(host, "eve");

        var foreign = await AnswerAsync(eve, asked.RunId!.Value, wait.WaitId, "true").Soon();
        var none = await AnswerAsync(eve, RunId.New(), wait.WaitId, "true").Soon();

        Assert.Equal(AgentErrorCodes.NotFound, foreign.Error!.Code);
        Assert.Equal(Without(none, "run "), Without(foreign, "run "));
        Assert.Empty(eve.Events);
        Assert.Equal(2, (await host.AuditOf(host.Context("eve"))).Count);
        Assert.False((await eve.CancelAsync(asked.RunId.Value).Soon()).Succeeded);
        Assert.True((await AnswerAsync(alice, asked.RunId.Value, wait.WaitId, "true", asked.LastSequence).Soon()).Succeeded);
    }

    [Fact]
    public async Task Answer_GivenTwice_CountsOnce()
    {
        await using var host = Host();
        var alice = new Client(host, "alice");
        var asked = await alice.RunAsync("two", "x").Soon();
        var wait = alice.Events.OfType<WorkflowWaiting>().First().Wait;

        var first = await AnswerAsync(alice, asked.RunId!.Value, wait.WaitId, "1", asked.LastSequence).Soon();
        var again = await AnswerAsync(alice, asked.RunId.Value, wait.WaitId, "2").Soon();

        Assert.Equal("workflow_suspended", first.Status);
        Assert.Equal(AgentErrorCodes.AlreadyAnswered, again.Error!.Code);
    }

    [Theory]
    [InlineData("""{"type":"answer","run_id":"{run}","wait_id":"nonsense","value":1}""")]
    [InlineData("""{"type":"answer","run_id":"{run}","wait_id":"{wait}","value":1,"after_sequence":-1}""")]
    public async Task Answer_ThatCanNotBeRead_ChangesNothing(string message)
    {
        await using var host = Host();
        var alice = new Client(host, "alice");
        var asked = await alice.RunAsync("approval", "x").Soon();
        var wait = alice.Events.OfType<WorkflowWaiting>().Single().Wait;

        var refused = await alice.SendAsync(message.Replace("{run}", asked.RunId.ToString(), StringComparison.Ordinal).Replace("{wait}", wait.WaitId.ToString(), StringComparison.Ordinal)).Soon();

        Assert.Equal(AgentErrorCodes.InvalidMessage, refused.Error!.Code);
        Assert.Single(await host.Workflows.ListWaitsAsync(host.Context(), asked.RunId!.Value));
    }

    [Fact]
    public async Task Cancel_OfASuspendedRun_EndsItForGood()
    {
        await using var host = Host();
        var alice = new Client(host, "alice");
        var asked = await alice.RunAsync("approval", "x").Soon();
        var wait = alice.Events.OfType<WorkflowWaiting>().Single().Wait;

        Assert.True((await alice.CancelAsync(asked.RunId!.Value).Soon()).Succeeded);

        Assert.Equal(AgentErrorCodes.NotFound, (await AnswerAsync(alice, asked.RunId.Value, wait.WaitId, "true").Soon()).Error!.Code);
        Assert.False((await alice.CancelAsync(asked.RunId.Value).Soon()).Succeeded);
    }

    private static string Without(ConnectionResponse response, string prefix) =>
        string.Join(' ', response.Error!.Message.Split(' ').Where((_, i) => i == 0 || response.Error.Message.Split(' ')[i - 1] != prefix.Trim()));

    private static Task<ConnectionResponse> AnswerAsync(Client client, RunId runId, WaitId waitId, string json, long after = 0) =>
        client.SendAsync($$"""{"type":"answer","run_id":"{{runId}}","wait_id":"{{waitId}}","value":{{json}},"after_sequence":{{after}}}""");

    private static TestHost Host() => new(builder => builder
        .AddWorkflow("approval", workflow => workflow
            .Wait("ask", from => from.Literal("sure?"))
            .Function("after", value => value, step => step.Input(from => from.List(from.Input, from.Output("ask")))))
        .AddWorkflow("two", workflow => workflow.Parallel("both", both => both
            .Branch("a", a => a.Wait("first"))
            .Branch("b", b => b.Wait("second")))));
}
