using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Netra.Agents.Extensions.AI.Tests.PlayedModel;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>The loop of Microsoft.Extensions.AI, with our tools as its functions.</summary>
public sealed class ForeignLoopTests
{
    private readonly ConcurrentQueue<string> _notes = [];
    private IReadOnlyList<AIFunction> _functions = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Invoke_ByAForeignLoop_GoesThroughTheDispatcherAsTheOwner()
    {
        await using var host = Host(Once(Call("c1", "note", ("text", "x"))));
        var context = ChatHost.Context("bob");

        var result = await RunAsync(host, context);

        Assert.Equal("done", result.EnsureSuccess().Text);
        Assert.Equal(["bob: x"], _notes);
        Assert.Contains(await host.EventsAsync(context), item => item is ToolCompleted { Error: null });
    }

    [Fact]
    public async Task Invoke_Denied_EndsTheLoopAndTheExecution()
    {
        var model = Once(Call("c1", "secret"));
        await using var host = Host(model, builder => builder.AddToolAuthorizer(new Forbidding()));

        var result = await RunAsync(host, ChatHost.Context());

        Assert.Equal(ExecutionStatus.Denied, result.Status);
        Assert.Single(model.Questions);
        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Invoke_AfterTheExecutionHasEnded_DoesNothing()
    {
        await using var host = Host(Once());
        await RunAsync(host, ChatHost.Context());
        var note = _functions.Single(function => function.Name == "note");

        await Assert.ThrowsAsync<ExecutionFencedException>(async () => await note.InvokeAsync(new AIFunctionArguments { ["text"] = "late" }, Token));

        Assert.Empty(_notes);
    }

    [Fact]
    public async Task Functions_LookedInto_HoldNoToolThatCouldBeCalledPastTheDispatcher()
    {
        await using var host = Host(Once(), builder => builder.AddTools([AIFunctionFactory.Create(() => "ran", "run")], tool => tool with { RequiredPermission = ChatHost.Permission }));
        await RunAsync(host, ChatHost.Context());

        Assert.All(_functions, function =>
        {
            Assert.Null(function.UnderlyingMethod);
            Assert.Same(function, function.GetService<AIFunction>());
            Assert.Null(function.GetService<DelegatingAIFunction>());
        });
    }

    [Fact]
    public async Task GetFunctions_OnlySome_HasThoseAlone()
    {
        await using var host = Host(Once(), only: ["note"]);
        await RunAsync(host, ChatHost.Context());

        Assert.Equal(["note"], _functions.Select(function => function.Name));
    }

    private ChatHost Host(PlayedModel model, Action<INetraAgentsBuilder>? register = null, string[]? only = null) => ToolHosts.WithNotes(model, _notes, register: builder =>
    {
        builder.AddTool(new ToolDefinition("secret", "Is forbidden.") { RequiredPermission = ChatHost.Permission }, (_, _) => new("leak"));
        builder.AddAgent("foreign", async (execution, token) =>
        {
            _functions = await execution.GetFunctionsAsync(only, cancellationToken: token);
            using var loop = new FunctionInvokingChatClient(model);
            var response = await loop.GetResponseAsync(execution.Input.Text, new ChatOptions { Tools = [.. _functions] }, token);
            return AgentOutput.FromText(response.Text);
        });
        register?.Invoke(builder);
    });

    private static Task<AgentExecutionResult> RunAsync(ChatHost host, UserExecutionContext context) => ChatHost.Within(host.Core.ExecuteAsync("foreign", context, "hi", Token).AsTask());

    private static PlayedModel Once(params ChatResponseUpdate[] calls) => new(question => question.HasResults || calls.Length == 0 ? [Text("done"), End()] : [.. calls, End(ChatFinishReason.ToolCalls)]);

    private sealed class Forbidding : IToolAuthorizer
    {
        public ValueTask<ToolDecision> AuthorizeAsync(ToolAuthorizationRequest request, CancellationToken cancellationToken) =>
            new(request.Tool.Name == "secret" ? ToolDecision.Forbid("Not for anybody.") : ToolDecision.Permit);
    }
}
