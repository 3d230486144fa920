using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

public sealed class SessionTests
{
    [Fact]
    public async Task Session_OverTurns_IsOfItsOwnerTenantAndThreadOnly()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("notes", _ => ScriptedAgent.Remembering()));

        Assert.Equal("one", await SaidAsync(rig, Rig.Context(), "one"));
        Assert.Equal("one,two", await SaidAsync(rig, Rig.Context(), "two"));
        Assert.Equal("three", await SaidAsync(rig, Rig.Context("bob"), "three"));
        Assert.Equal("four", await SaidAsync(rig, Rig.Context(thread: "other"), "four"));
        Assert.Equal("five", await SaidAsync(rig, Rig.Context(tenant: "acme"), "five"));
        Assert.Equal("one,two,six", await SaidAsync(rig, Rig.Context(), "six"));
    }

    [Fact]
    public async Task Session_TwoAgentsInAThread_EachHasItsOwn()
    {
        await using var rig = new Rig(builder => builder
            .AddAIAgent("one", _ => ScriptedAgent.Remembering())
            .AddAIAgent("two", _ => ScriptedAgent.Remembering())
            .AddAgent("both", async (AgentExecution execution, CancellationToken cancellationToken) =>
            {
                await execution.CallAgentAsync("one", execution.Input, cancellationToken);
                return (await execution.CallAgentAsync("two", "second", cancellationToken)).EnsureSuccess();
            }));

        Assert.Equal("second", (await rig.RunAsync("both", input: "first")).EnsureSuccess().Text);

        // What was called by another agent goes on in the same session when it is asked directly.
        Assert.Equal("first,third", (await rig.RunAsync("one", input: "third")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Session_LongAgentName_IsKept()
    {
        var name = new string('n', 256);
        await using var rig = new Rig(builder => builder.AddAIAgent(name, _ => ScriptedAgent.Remembering()));

        await rig.RunAsync(name, input: "one");

        Assert.Equal("one,two", (await rig.RunAsync(name, input: "two")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Session_NotKept_IsNewEachTime()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("forgets", _ => ScriptedAgent.Remembering(), options => options.KeepsSession = false));

        await rig.RunAsync("forgets", input: "one");

        Assert.Equal("two", (await rig.RunAsync("forgets", input: "two")).EnsureSuccess().Text);
        Assert.Null(await rig.StoredAsync("forgets"));
    }

    [Fact]
    public async Task Session_Unchanged_IsNotWritten()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("quiet", _ => new ScriptedAgent((_, session, _) =>
        {
            session.Notes.RemoveAll(_ => true);
            return ScriptedAgent.Updates(ScriptedAgent.Text("ok"));
        })));

        await rig.RunAsync("quiet");
        var version = (await rig.StoredAsync("quiet"))!.Version;
        await rig.RunAsync("quiet");

        Assert.Equal(version, (await rig.StoredAsync("quiet"))!.Version);
    }

    [Fact]
    public async Task Session_AgentThrows_IsSaved()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("fails", _ => new ScriptedAgent((input, session, _) => input == "bad"
            ? ScriptedAgent.Throwing(new InvalidOperationException("No."), ScriptedAgent.Text("half"))
            : ScriptedAgent.Updates(ScriptedAgent.Text(string.Join(',', session.Notes))))));

        var failed = await rig.RunAsync("fails", input: "bad");

        Assert.Equal((ExecutionStatus.Failed, AgentErrorCodes.AgentFailed), (failed.Status, failed.Error?.Code));
        Assert.Equal("bad,good", (await rig.RunAsync("fails", input: "good")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task Session_AgentThrowsAndSomebodyElseHasSaved_KeepsTheirsAndTellsTheFirstFailure()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("fails", services => new ScriptedAgent((_, _, _) => FailAsync(services))));

        var failed = await rig.RunAsync("fails");

        Assert.Equal(AgentErrorCodes.AgentFailed, failed.Error?.Code);
        Assert.Equal("theirs", (await rig.StoredAsync("fails"))!.Value.Text);

        static async IAsyncEnumerable<AgentResponseUpdate> FailAsync(IServiceProvider services)
        {
            yield return ScriptedAgent.Text("half");
            await services.GetRequiredService<IStateManager>().SetAsync(Rig.Context(), StateScope.Thread, "ai_session:fails", "theirs");
            throw new InvalidOperationException("No.");
        }
    }

    [Fact]
    public async Task Session_CancelledInTheMiddle_IsAsItWasBefore()
    {
        var askedForMore = false;
        var (began, release, ended) = (new Signal(), new Signal(), new Signal());
        await using var rig = new Rig(builder => builder.AddAIAgent("slow", _ => new ScriptedAgent((input, session, _) =>
            input == "slow" ? SlowAsync(session) : ScriptedAgent.Updates(ScriptedAgent.Text(string.Join(',', session.Notes))))));
        await rig.RunAsync("slow", input: "one");
        using var cancellation = new CancellationTokenSource();

        var running = rig.RunAsync("slow", input: "slow", cancellationToken: cancellation.Token);
        await began.Task;
        await cancellation.CancelAsync();
        Assert.Equal((ExecutionStatus.Cancelled, AgentErrorCodes.CallerCancelled), ((await running).Status, (await running).Error?.Code));

        // The agent ignores its token and goes on: nothing of that counts.
        release.Set();
        await ended.Task;
        Assert.False(askedForMore);
        Assert.Equal("one,two", (await rig.RunAsync("slow", input: "two")).EnsureSuccess().Text);

        async IAsyncEnumerable<AgentResponseUpdate> SlowAsync(NotedSession session)
        {
            try
            {
                yield return ScriptedAgent.Text("half");
                session.Notes.Add("half");
                began.Set();
                await release.Task;
                yield return new AgentResponseUpdate();
                askedForMore = true;
            }
            finally
            {
                ended.Set();
            }
        }
    }

    [Fact]
    public async Task Session_SavedBySomebodyElseMeanwhile_IsAConflictAndTheirsStays()
    {
        var arrived = new Signal();
        var release = new Signal();
        await using var rig = new Rig(builder => builder.AddAIAgent("beside", _ => new ScriptedAgent((input, session, _) => AnswerAsync(input)), options => options.Turns = TurnMode.Parallel));

        var slow = rig.RunAsync("beside", input: "slow");
        await arrived.Task;
        Assert.True((await rig.RunAsync("beside", input: "fast")).Succeeded);
        release.Set();
        var late = await slow;

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SessionConflict), (late.Status, late.Error?.Code));
        Assert.Equal("[\"fast\"]", (await rig.StoredAsync("beside"))!.Value["session"].Text);

        async IAsyncEnumerable<AgentResponseUpdate> AnswerAsync(string input)
        {
            if (input == "slow")
            {
                arrived.Set();
                await release.Task;
            }

            yield return ScriptedAgent.Text(input);
        }
    }

    [Fact]
    public async Task Session_BesideItselfWithoutOne_IsNoConflict()
    {
        var meeting = new Meeting(2);
        await using var rig = new Rig(builder =>
        {
            builder.Services.AddSingleton(meeting);
            builder.AddAIAgent<FieldAgent>("beside", options => (options.Turns, options.KeepsSession) = (TurnMode.Parallel, false));
        });

        var results = await Task.WhenAll(rig.RunAsync("beside", input: "one"), rig.RunAsync("beside", input: "two"));

        Assert.All(results, result => Assert.True(result.Succeeded));
    }

    [Fact]
    public async Task Session_TurnThatIsRefused_IsAsItWasBefore()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("asks", _ => new ScriptedAgent((input, session, _) => input == "bad"
            ? ScriptedAgent.Updates(new AgentResponseUpdate(ChatRole.Assistant, [new ToolApprovalRequestContent("1", new FunctionCallContent("1", "wipe"))]))
            : ScriptedAgent.Updates(ScriptedAgent.Text(string.Join(',', session.Notes))))));

        await rig.RunAsync("asks", input: "one");
        Assert.Equal(AIAgentErrorCodes.ApprovalNotSupported, (await rig.RunAsync("asks", input: "bad")).Error?.Code);

        Assert.Equal("one,two", (await rig.RunAsync("asks", input: "two")).EnsureSuccess().Text);
    }

    private static async Task<string> SaidAsync(Rig rig, UserExecutionContext context, string input) => (await rig.RunAsync("notes", context, input)).EnsureSuccess().Text;
}
