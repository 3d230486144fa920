using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Netra.Agents.Extensions.AI.Tests;

/// <summary>Many owners who say the same in threads of the same name, over a model that repeats all that it is shown; some are cut off, some are cancelled.</summary>
public sealed partial class CrossingTests(ITestOutputHelper output)
{
    private const int Owners = 64;
    private const int Turns = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Ask_ManyOwnersAtOnceWithFaultsAndCancels_NobodySeesAnothers(int seed)
    {
        await using var host = new ChatHost(
            new RepeatingModel(),
            chat =>
            {
                chat.CacheResponses = true;
                chat.MaxRetries = 0;
                chat.MaxRounds = 4;
            },
            builder =>
            {
                builder.Services.AddSingleton<IDistributedCache>(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
                builder.UseToolCache(cache => cache.Keep("secret", TimeSpan.FromHours(1)));
                builder.AddTool(
                    new ToolDefinition("secret", "The owner's own.") { RequiredPermission = ChatHost.Permission, Effect = ToolEffect.Pure },
                    (invocation, _) => new($"[{invocation.UserContext.UserId.Value}]"));
            },
            options => options.RetainedRunsPerOwner = Turns);

        var outcomes = (await Task.WhenAll(Enumerable.Range(0, Owners).Select(TalkAsync))).SelectMany(found => found).ToList();

        output.WriteLine($"{Owners} customers, {outcomes.Count} turns: {string.Join(", ", outcomes.CountBy(outcome => outcome).OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}"))}");
        Assert.Contains(ExecutionStatus.Completed, outcomes);
        Assert.Contains(ExecutionStatus.Failed, outcomes);
        Assert.Contains(ExecutionStatus.Cancelled, outcomes);

        async Task<List<ExecutionStatus>> TalkAsync(int number)
        {
            var user = $"owner-{number:D2}";
            var chance = new Random((seed * 1_000) + number);
            var statuses = new List<ExecutionStatus>();
            for (var turn = 0; turn < Turns; turn++)
            {
                await Task.Yield();
                var context = ChatHost.Context(user);

                // The same words from everybody: what differs is in the owner's own results and history.
                var fate = chance.Next(4);
                var asked = host.AskAsync(fate switch { 0 => "break off", 1 => "linger", _ => $"turn {turn}" }, context);
                if (fate == 1)
                {
                    await host.UntilAsync(context, item => item is AgentText);
                    await host.Core.CancelAsync(context, context.RunId, TestContext.Current.CancellationToken);
                }

                statuses.Add((await asked).Status);
                foreach (var item in await host.EventsAsync(context))
                {
                    OnlyOwn(user, System.Text.Encoding.UTF8.GetString(AgentEventJson.Serialize(item)));
                }
            }

            foreach (var turn in await host.HistoryAsync(user))
            {
                OnlyOwn(user, turn.Content.ToJson());
            }

            return statuses;
        }
    }

    private static void OnlyOwn(string user, string text) => Assert.All(Named().Matches(text), named => Assert.Equal(user, named.Value));

    /// <summary>Where a text was cut, a name may have lost its end; it has its number, or isn't looked at.</summary>
    [GeneratedRegex("owner-[0-9][0-9]")]
    private static partial Regex Named();

    /// <summary>Asks for the owner's secret, then repeats everything that it was shown.</summary>
    private sealed class RepeatingModel : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var shown = messages.ToList();
            if (shown[^1].Role != ChatRole.Tool)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("c", "secret")]);
                yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.ToolCalls };
                yield break;
            }

            var said = string.Concat(shown.SelectMany(message => message.Contents).Select(content => content switch { FunctionResultContent result => $"{result.Result}", TextContent text => text.Text, _ => "" }));
            foreach (var piece in said[^Math.Min(said.Length, 400)..].Chunk(20))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, new string(piece));
                await Task.Yield();
            }

            switch (shown.Last(message => message.Role == ChatRole.User).Text)
            {
                case "break off":
                    throw new IOException();
                case "linger":
                    await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
                    break;
            }

            yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop };
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
