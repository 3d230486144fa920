using Netra.Agents.Tests.Support;

namespace Netra.Agents.Tests.Execution;

/// <summary>A service whose clean-up doesn't come to its end.</summary>
internal sealed class HangingSession(Stage stage) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await stage.HangAsync();
}
