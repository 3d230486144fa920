using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Polly;

namespace Netra.Agents.Comparison;

/// <summary>Semantic Kernel, Microsoft.Extensions.AI and Polly, for reference.</summary>
internal sealed class OtherLanes : IDisposable
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "question")];

    private readonly StubClient _stub = new();
    private readonly Kernel _kernel = Kernel.CreateBuilder().Build();
    private readonly KernelFunction _function;
    private readonly FunctionInvokingChatClient _invoking = new(new StubClient(callsTool: true));
    private readonly AIFunction _tool = AIFunctionFactory.Create(() => "seen", StubClient.Tool);
    private readonly ChatOptions _options;
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder().AddTimeout(TimeSpan.FromMinutes(1)).Build();

    internal OtherLanes()
    {
        _function = KernelFunctionFactory.CreateFromMethod(async () => (await _stub.GetResponseAsync(Question)).Text, "chat");
        _options = new ChatOptions { Tools = [_tool] };
    }

    public void Dispose()
    {
        _stub.Dispose();
        _invoking.Dispose();
    }

    internal Task StubAsync() => _stub.GetResponseAsync(Question);

    internal Task KernelAsync() => _kernel.InvokeAsync(_function);

    internal async Task PollyAsync() => await _pipeline.ExecuteAsync(static async (stub, token) => await stub.GetResponseAsync(Question, null, token), _stub, CancellationToken.None);

    internal Task ToolRoundAsync() => _invoking.GetResponseAsync(Question, _options);

    internal async Task InvokeToolAsync() => await _tool.InvokeAsync();
}
