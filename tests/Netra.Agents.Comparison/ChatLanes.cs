using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Netra.Agents.Benchmarks;

namespace Netra.Agents.Comparison;

/// <summary>Turns of a chat agent beside the loop of Microsoft.Extensions.AI, over the same streaming stub and the same functions.</summary>
internal sealed class ChatLanes : IAsyncDisposable
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "question")];

    private readonly ServiceProvider _provider;
    private readonly IAgentExecutionCore _core;
    private readonly Owner _owner = new(new UserId("alice"));
    private readonly Grants _grants = Grants.Of("use");
    private readonly AIFunction _look = AIFunctionFactory.Create((string what) => "seen", StreamingStub.Tool);
    private readonly ThreadId[] _threads = [.. Enumerable.Range(0, 64).Select(_ => ThreadId.New())];
    private readonly ChatOptions _options;
    private int _next;

    internal ChatLanes()
    {
        _options = new ChatOptions { Tools = [_look] };
        var builder = new ServiceCollection().AddNetraAgents().AddTools([_look], tool => tool with { RequiredPermission = "use", Effect = ToolEffect.Pure });
        foreach (var (calls, pieces) in new[] { (0, 1), (1, 1), (3, 1), (0, 20) })
        {
            var stub = new StreamingStub(calls, pieces);
            builder.AddChatAgent($"{calls}-{pieces}", "Be brief.", chat => (chat.Client, chat.HistoryTurns) = (_ => stub, 0));
            builder.AddChatAgent($"{calls}-{pieces}-kept", "Be brief.", chat => chat.Client = _ => stub);
        }

        _provider = builder.Services.BuildServiceProvider();
        _core = _provider.GetRequiredService<IAgentExecutionCore>();
    }

    internal IEnumerable<Row> Rows() =>
    [
        Of("chat turn without tools", 0, 1),
        Of("chat turn with one tool", 1, 1),
        Of("chat turn with three parallel tools", 3, 1),
        Of("chat turn of 20 deltas", 0, 20),
    ];

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private Row Of(string name, int calls, int pieces)
    {
        var invoking = new FunctionInvokingChatClient(new StreamingStub(calls, pieces)) { AllowConcurrentInvocation = true };
        var label = $"{calls} calls, {pieces} deltas";
        return new(
            name, null, Lane($"netra: {label}", () => AskAsync($"{calls}-{pieces}")), Lane($"invoking client: {label}", () => LoopAsync(invoking)),
            [Lane($"netra, history kept: {label}", () => AskAsync($"{calls}-{pieces}-kept"))], null, "FunctionInvokingChatClient");
    }

    /// <summary>Read to the end by who asked, as a host would to show it.</summary>
    private async Task AskAsync(string agent)
    {
        var context = UserExecutionContext.FromRequest(_owner, _threads[_next++ & 63], _grants);
        await foreach (var item in _core.StreamAsync(agent, context, "question"))
        {
            if (item is AgentTerminalEvent and not AgentCompleted)
            {
                throw new InvalidOperationException($"{agent} ended as {item.GetType().Name}.");
            }
        }
    }

    private async Task LoopAsync(FunctionInvokingChatClient client)
    {
        await foreach (var update in client.GetStreamingResponseAsync(Question, _options))
        {
            GC.KeepAlive(update);
        }
    }

    private static Lane Lane(string name, Func<Task> operation) => new(name, null, 10_000, async count =>
    {
        for (var i = 0; i < count; i++)
        {
            await operation();
        }
    });
}
