using System.Text.Json;
using Microsoft.Agents.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Netra.Agents.AgentFramework.Tests;

/// <summary>What is stored as a session isn't taken for one because it lies where one should.</summary>
public sealed class StoredSessionTests
{
    [Theory]
    [InlineData("bob", "t", null)]
    [InlineData("alice", "other", null)]
    [InlineData("alice", "t", "acme")]
    public async Task Load_EnvelopeOfAnother_IsRefusedAndNothingRuns(string user, string thread, string? tenant)
    {
        var runs = 0;
        await using var rig = Rig(() => runs++);
        await rig.RunAsync("notes", Tests.Rig.Context(user, thread, tenant), "secret");
        var foreign = (await rig.StoredAsync("notes", user, thread, tenant))!.Value;
        await rig.StoreAsync("notes", foreign);

        var result = await rig.RunAsync("notes");

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SessionMismatch), (result.Status, result.Error?.Code));
        Assert.DoesNotContain("bob", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1, runs);
        Assert.Equal(foreign, (await rig.StoredAsync("notes"))!.Value);
    }

    [Fact]
    public async Task Load_TenantLeftOut_IsNoneAndNotAny()
    {
        await using var rig = Rig();
        await rig.StoreAsync("notes", Envelope("[\"secret\"]"), tenant: "acme");

        Assert.Equal(AIAgentErrorCodes.SessionMismatch, (await rig.RunAsync("notes", Tests.Rig.Context(tenant: "acme"), "hi")).Error?.Code);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("map")]
    [InlineData("schema")]
    [InlineData("no user")]
    [InlineData("no session")]
    [InlineData("session as a value")]
    [InlineData("one more")]
    [InlineData("no json")]
    [InlineData("a name twice")]
    [InlineData("another shape")]
    public async Task Load_Garbage_IsRefusedAndNothingRuns(string kind)
    {
        var runs = 0;
        await using var rig = Rig(() => runs++);
        var stored = kind switch
        {
            "garbage" => "garbage",
            "map" => ContextValue.Map(("schema", 1)),
            "schema" => Envelope("[]", schema: 2),
            "no user" => ContextValue.Map(("schema", 1), ("tenant", default), ("thread", "t"), ("agent", "notes"), ("session", "[]")),
            "no session" => Envelope(default),
            "session as a value" => Envelope(ContextValue.List("secret")),
            "one more" => ContextValue.Map([("more", 1), .. Envelope("[]").Entries.Select(entry => (entry.Key, entry.Value))]),
            "no json" => Envelope("[\"secret\""),
            "a name twice" => Envelope("{\"a\":[],\"a\":[]}"),
            _ => Envelope("{\"a\":1}"),
        };
        await rig.StoreAsync("notes", stored);

        var result = await rig.RunAsync("notes");

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SessionInvalid), (result.Status, result.Error?.Code));
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(0, runs);
        Assert.Equal(stored, (await rig.StoredAsync("notes"))!.Value);
    }

    [Fact]
    public async Task Load_EnvelopeOfAnotherAgent_IsRefused()
    {
        await using var rig = Rig();
        await rig.StoreAsync("notes", Envelope("[]", agent: "other"));

        Assert.Equal(AIAgentErrorCodes.SessionMismatch, (await rig.RunAsync("notes")).Error?.Code);
    }

    [Fact]
    public async Task Load_EnvelopeAsTheLibraryWritesIt_IsTaken()
    {
        await using var rig = Rig();
        await rig.StoreAsync("notes", Envelope("[\"before\"]"));

        Assert.Equal("before,hi", (await rig.RunAsync("notes")).EnsureSuccess().Text);
    }

    [Fact]
    public async Task LoadAndSave_SessionTooLarge_AreRefused()
    {
        var runs = 0;
        await using var rig = Rig(() => runs++, options => options.MaxSessionSize = 20);
        await rig.StoreAsync("notes", Envelope($"[\"{new string('a', 17)}\"]"));
        Assert.Equal(AIAgentErrorCodes.SessionTooLarge, (await rig.RunAsync("notes")).Error?.Code);
        Assert.Equal(0, runs);

        Assert.True((await rig.RunAsync("notes", "bob", input: new string('b', 16))).Succeeded);
        var grown = await rig.RunAsync("notes", "bob", input: "c");

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SessionTooLarge), (grown.Status, grown.Error?.Code));
        Assert.Equal($"[\"{new string('b', 16)}\"]", (await rig.StoredAsync("notes", "bob"))!.Value["session"].Text);
    }

    [Fact]
    public async Task Save_LargerThanTheStoreTakes_IsRefused()
    {
        await using var rig = Rig(configure: options => options.MaxStateValueSize = 200);

        Assert.Equal(AIAgentErrorCodes.SessionTooLarge, (await rig.RunAsync("notes", input: new string('a', 300))).Error?.Code);
        Assert.Null(await rig.StoredAsync("notes"));
    }

    [Fact]
    public async Task Save_AgentCannotSerialise_Fails()
    {
        await using var rig = new Rig(builder => builder.AddAIAgent("notes", _ => new Mute()));

        var result = await rig.RunAsync("notes");

        Assert.Equal((ExecutionStatus.Failed, AIAgentErrorCodes.SessionNotSaved), (result.Status, result.Error?.Code));
        Assert.DoesNotContain("secret", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OwnerIsErasedMeanwhile_DoesNotBringItBack()
    {
        var (began, release) = (new Signal(), new Signal());
        await using var rig = new Rig(builder => builder.AddAIAgent("notes", _ => new ScriptedAgent((_, _, _) => AnswerAsync())));

        var running = rig.RunAsync("notes");
        await began.Task;
        await rig.Services.GetRequiredService<IOwnerData>().EraseAsync(new Owner(new UserId("alice")));
        release.Set();
        await running;

        Assert.Null(await rig.StoredAsync("notes"));

        async IAsyncEnumerable<AgentResponseUpdate> AnswerAsync()
        {
            began.Set();
            await release.Task;
            yield return ScriptedAgent.Text("done");
        }
    }

    private static Rig Rig(Action? onRun = null, Action<AIAgentOptions>? options = null, Action<NetraAgentsOptions>? configure = null) => new(
        builder => builder.AddAIAgent(
            "notes",
            _ => new ScriptedAgent((_, session, _) =>
            {
                onRun?.Invoke();
                return ScriptedAgent.Updates(ScriptedAgent.Text(string.Join(',', session.Notes)));
            }),
            options),
        configure);

    private static ContextValue Envelope(ContextValue session, long schema = 1, string agent = "notes") =>
        ContextValue.Map(("schema", schema), ("tenant", default), ("user", "alice"), ("thread", "t"), ("agent", agent), ("session", session));

    private sealed class Mute() : ScriptedAgent((_, _, _) => Updates(Text("done")))
    {
        protected override ValueTask<JsonElement> SerializeSessionCoreAsync(AgentSession session, JsonSerializerOptions? jsonSerializerOptions = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("secret");
    }
}
