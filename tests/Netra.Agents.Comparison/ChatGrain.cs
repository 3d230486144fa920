using Microsoft.Extensions.AI;

namespace Netra.Agents.Comparison;

/// <summary>A grain that asks the stub, at once or after it has let others go on.</summary>
public sealed class ChatGrain : Grain, IChatGrain, IDisposable
{
    private readonly StubClient _atOnce = new();
    private readonly StubClient _yields = new(StubWaits.YieldAsync);

    public void Dispose()
    {
        _atOnce.Dispose();
        _yields.Dispose();
    }

    public async Task<string> AskAsync(string question) => (await _atOnce.GetResponseAsync([new ChatMessage(ChatRole.User, question)])).Text;

    public async Task<string> AskAndWaitAsync(string question) => (await _yields.GetResponseAsync([new ChatMessage(ChatRole.User, question)])).Text;
}
